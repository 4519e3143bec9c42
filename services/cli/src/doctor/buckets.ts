import { GetBucketNotificationConfigurationCommand, HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { DeadLetterStore } from '@siem/dead-letters';
import { errorText, type Finding, Report } from './finding.ts';

const recentMs = 86_400_000;

/** The log bucket tells the queue about its objects; dead letters can be stored, and which there are. */
export async function checkBuckets(s3: S3Client, environment: NodeJS.ProcessEnv, now: Date): Promise<Finding[]> {
  const report = new Report('buckets');
  const { SIEM_LOG_BUCKET: logs, SIEM_DEAD_LETTER_BUCKET: letters } = environment;
  if (logs !== undefined && logs !== '' && (await isReachable(s3, 'log bucket', logs, report)))
    await checkNotifications(s3, logs, report);
  if (letters === undefined || letters === '') {
    report.failed('dead letters', 'SIEM_DEAD_LETTER_BUCKET is not set', 'Workers do not start without it.');
  } else if (await isReachable(s3, 'dead-letter bucket', letters, report)) {
    await countLetters(s3, letters, now, report);
  }
  return report.findings;
}

async function isReachable(s3: S3Client, check: string, bucket: string, report: Report): Promise<boolean> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket: bucket }));
    report.ok(check, bucket);
    return true;
  } catch (error) {
    const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
    const advice =
      $metadata?.httpStatusCode === 404
        ? 'There is no such bucket: check the name and the endpoint.'
        : 'Check the region and that the credentials allow s3:ListBucket.';
    report.failed(check, `${bucket}: ${errorText(error)}`, advice);
    return false;
  }
}

async function checkNotifications(s3: S3Client, bucket: string, report: Report): Promise<void> {
  try {
    const found = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket: bucket }));
    const { QueueConfigurations = [], TopicConfigurations = [], EventBridgeConfiguration } = found;
    const ways = [
      ...QueueConfigurations.map(({ QueueArn }) => `queue ${QueueArn?.split(':').at(-1)}`),
      ...TopicConfigurations.map(({ TopicArn }) => `topic ${TopicArn?.split(':').at(-1)}`),
      ...(EventBridgeConfiguration === undefined ? [] : ['EventBridge']),
    ];
    if (ways.length > 0) report.ok('notifications', `new objects are told to ${ways.join(', ')}`);
    else {
      const advice = 'Send s3:ObjectCreated:* to the queue; `siem backfill` loads what is there already.';
      report.failed('notifications', `${bucket} tells nobody about new objects`, advice);
    }
  } catch (error) {
    const advice = 'Allow s3:GetBucketNotification to see them here.';
    report.warning('notifications', errorText(error), advice);
  }
}

async function countLetters(s3: S3Client, bucket: string, now: Date, report: Report): Promise<void> {
  const counts = new Map<string, number>();
  const since = new Date(now.getTime() - recentMs);
  for await (const { letters } of new DeadLetterStore(s3, bucket).files({ since }))
    for (const { log_type, code } of letters) {
      const name = `${log_type} ${code}`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  if (counts.size === 0) {
    report.ok('dead letters', 'none in the last 24 hours');
    return;
  }
  const rows = [...counts].sort((a, b) => b[1] - a[1]);
  const total = rows.reduce((sum, [, count]) => sum + count, 0);
  const most = rows.slice(0, 3).map(([name, count]) => `${count} ${name}`);
  const advice = '`siem dead-letters list --since 24h` shows them, `siem dead-letters replay` loads them again.';
  report.warning('dead letters', `${total} in the last 24 hours: ${most.join(', ')}`, advice);
}
