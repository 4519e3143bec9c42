/**
 * What CloudWatch Logs writes before each event that it exports to S3: `2026-01-30T10:05:00.123Z `.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3Export.html
 */
export const exportTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /;
export const exportTimeLength = '2026-01-30T10:05:00.000Z '.length;
