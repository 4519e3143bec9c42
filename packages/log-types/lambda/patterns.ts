/**
 * Lines of the text format: those of the service, and those of the managed runtimes around what the function wrote.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */
export const lambdaPatterns = [
  /^START RequestId: (?<start_id>\S{1,64})(?: Version: (?<version>\S{1,64}))?\s*$/,
  /^END RequestId: (?<end_id>\S{1,64})\s*$/,
  /^REPORT RequestId: (?<report_id>\S{1,64})\s(?<report>[\s\S]*)$/,
  /^INIT_START (?<init_start>[\s\S]*)$/,
  /^INIT_REPORT (?<init_report>[\s\S]*)$/,
  // Node.js: time, request, level, text; without a level before Node.js 10.
  /^(?<time>\d{4}-\d\d-\d\dT[\d:.]{5,20}Z)\s(?<request_id>[\da-f-]{36}|undefined)\s(?:(?<level>[A-Z]{4,5})\t)?(?<text>[\s\S]*)$/,
  // Python, Java, Ruby: level in brackets.
  /^\[(?<level>[A-Z]{3,10})\]\s(?<time>\d{4}-\d\d-\d\dT[\d:.]{5,20}Z)\s(?<request_id>[\da-f-]{36})?\s?(?<text>[\s\S]*)$/,
  // Python, of exceptions that nobody caught.
  /^\[(?<level>[A-Z]{4,8})\]\s(?<text>[\s\S]*)$/,
  /^RequestId: (?<failed_id>[\da-f-]{36}) (?<failure>(?:Error|Process exited)[\s\S]*)$/,
  /^(?<text>[\s\S]+)$/,
];
