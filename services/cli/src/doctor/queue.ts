import { GetQueueAttributesCommand, type QueueAttributeName, type SQSClient } from '@aws-sdk/client-sqs';
import { errorText, type Finding, Report } from './finding.ts';

const leastReceives = 3;
const leastRetentionSeconds = 4 * 86_400;

/** The queue of notifications, its dead-letter queue, and whether their settings lose nothing. */
export async function checkQueue(sqs: SQSClient, environment: NodeJS.ProcessEnv): Promise<Finding[]> {
  const report = new Report('queue');
  const url = environment['SIEM_QUEUE_URL'];
  if (url === undefined || url === '') {
    report.failed('queue', 'SIEM_QUEUE_URL is not set', 'Set it to the URL of the queue with the notifications of S3.');
    return report.findings;
  }
  const queue = await attributes(sqs, url);
  if ('error' in queue) {
    const advice = 'Check the URL, the region, the credentials, and that they allow sqs:GetQueueAttributes.';
    report.failed('queue', `${url}: ${queue.error}`, advice);
    return report.findings;
  }
  const { ApproximateNumberOfMessages: waiting, ApproximateNumberOfMessagesNotVisible: inWork } = queue;
  report.ok('queue', `${waiting} messages wait, ${inWork} are in work`);
  checkTimes(queue, environment, report);
  checkRedrive(queue, report);
  await checkDeadLetterQueue(sqs, queue, environment['SIEM_DLQ_URL'], report);
  return report.findings;
}

type Attributes = Partial<Record<QueueAttributeName, string>>;

async function attributes(sqs: SQSClient, url: string): Promise<Attributes | { error: string }> {
  try {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
    );
    return Attributes;
  } catch (error) {
    return { error: errorText(error) };
  }
}

function checkTimes(queue: Attributes, environment: NodeJS.ProcessEnv, report: Report): void {
  const retention = Number(queue.MessageRetentionPeriod);
  if (retention < leastRetentionSeconds) {
    const found = `messages are kept for ${(retention / 3600).toFixed(0)} hours`;
    report.warning('retention', found, 'Keep them for 4 to 14 days: what an outage longer than that delays is lost.');
  } else report.ok('retention', `messages are kept for ${(retention / 86_400).toFixed(0)} days`);
  const configured = Number(environment['SIEM_VISIBILITY_TIMEOUT_SECONDS'] ?? 120);
  const visibility = Number(queue.VisibilityTimeout);
  if (visibility < 30) {
    const advice = `Workers hide a message for ${configured} s when they receive it; 30 s or more leaves room.`;
    report.warning('visibility timeout', `${visibility} s`, advice);
  } else report.ok('visibility timeout', `${visibility} s`);
}

function checkRedrive(queue: Attributes, report: Report): void {
  if (queue.RedrivePolicy === undefined) {
    const advice = 'Give it a RedrivePolicy: a message that no worker can finish comes again for ever.';
    report.failed('redrive policy', 'the queue has no dead-letter queue', advice);
    return;
  }
  const { maxReceiveCount } = JSON.parse(queue.RedrivePolicy) as { maxReceiveCount: number | string };
  const found = `after ${maxReceiveCount} receives a message goes to the dead-letter queue`;
  if (Number(maxReceiveCount) < leastReceives) {
    report.warning('redrive policy', found, 'Restarts of workers count as receives; 20 keeps good messages out.');
  } else report.ok('redrive policy', found);
}

async function checkDeadLetterQueue(
  sqs: SQSClient,
  queue: Attributes,
  url: string | undefined,
  report: Report,
): Promise<void> {
  if (url === undefined || url === '') {
    if (queue.RedrivePolicy !== undefined)
      report.warning('dead-letter queue', 'SIEM_DLQ_URL is not set', 'Set it to see here what has ended there.');
    return;
  }
  const found = await attributes(sqs, url);
  if ('error' in found) report.failed('dead-letter queue', `${url}: ${found.error}`, 'Check SIEM_DLQ_URL.');
  else if (Number(found.ApproximateNumberOfMessages) > 0) {
    const advice = '`siem dlq list` says why, `siem dlq redrive` sends them back when that is mended.';
    report.warning('dead-letter queue', `${found.ApproximateNumberOfMessages} messages`, advice);
  } else report.ok('dead-letter queue', 'empty');
}
