import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';

/** What Terraform makes in an account, made in the emulator. */
export interface StackResources {
  readonly logBucket: string;
  readonly deadLetterBucket: string;
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly deadLetterQueueUrl: string;
}

export interface ResourceNames {
  readonly logBucket: string;
  readonly deadLetterBucket: string;
  readonly queue: string;
  readonly deadLetterQueue: string;
}

export interface ResourceSettings {
  /** @defaultvalue `300`, as Terraform sets it */
  readonly visibilityTimeoutSeconds?: number;
  /** Receives before a message moves to the dead letter queue. @defaultvalue `20`, as Terraform sets it */
  readonly maxReceiveCount?: number;
}

export const defaultResourceNames: ResourceNames = {
  logBucket: 'siem-log',
  deadLetterBucket: 'siem-dead-letter',
  queue: 'siem-log-notifications',
  deadLetterQueue: 'siem-log-notifications-dlq',
};

export const localRegion = 'us-east-1';
export const localCredentials = { accessKeyId: 'local', secretAccessKey: 'local' };

export function localAwsClients(endpoint: string): { s3: S3Client; sqs: SQSClient } {
  const shared = { endpoint, region: localRegion, credentials: localCredentials };
  return { s3: new S3Client({ ...shared, forcePathStyle: true }), sqs: new SQSClient(shared) };
}

/** Buckets, queue and dead letter queue, and the notification from one to the other. Safe to repeat. */
export async function createResources(
  { s3, sqs }: { s3: S3Client; sqs: SQSClient },
  names: ResourceNames = defaultResourceNames,
  { visibilityTimeoutSeconds = 300, maxReceiveCount = 20 }: ResourceSettings = {},
): Promise<StackResources> {
  const [deadLetterQueue, queue] = await Promise.all([
    createQueue(sqs, names.deadLetterQueue, { MessageRetentionPeriod: '1209600' }),
    createQueue(sqs, names.queue, {
      VisibilityTimeout: String(visibilityTimeoutSeconds),
      ReceiveMessageWaitTimeSeconds: '20',
    }),
    createBucket(s3, names.logBucket),
    createBucket(s3, names.deadLetterBucket),
  ]);
  const redrive = JSON.stringify({ deadLetterTargetArn: deadLetterQueue.arn, maxReceiveCount });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: queue.url, Attributes: { RedrivePolicy: redrive } }));
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: names.logBucket,
      NotificationConfiguration: { QueueConfigurations: [{ QueueArn: queue.arn, Events: ['s3:ObjectCreated:*'] }] },
    }),
  );
  return {
    logBucket: names.logBucket,
    deadLetterBucket: names.deadLetterBucket,
    queueUrl: queue.url,
    queueArn: queue.arn,
    deadLetterQueueUrl: deadLetterQueue.url,
  };
}

async function createQueue(
  sqs: SQSClient,
  name: string,
  attributes: Record<string, string>,
): Promise<{ url: string; arn: string }> {
  const { QueueUrl: url = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  const answer = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }));
  return { url, arn: answer.Attributes?.['QueueArn'] ?? '' };
}

/** Versioned like the buckets of a real account, so that `versionId` is on every notification. */
async function createBucket(s3: S3Client, name: string): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket: name })).catch((error: Error) => {
    if (error.name !== 'BucketAlreadyOwnedByYou') throw error;
  });
  await s3.send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration: { Status: 'Enabled' } }));
}
