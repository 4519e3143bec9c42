// The quick start, applied to an AWS emulator and then used: what Terraform made carries a log from the bucket to a real
// OpenSearch, by a worker that has the environment of the task definition and the rights of the task role.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ECSClient } from '@aws-sdk/client-ecs';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readOptions } from '@siem/bootstrap';
import { startWorkerProcess, type WorkerProcess } from '@siem/local-stack';
import { type TestStack, testStack } from '@siem/test-support';
import { type AwsServer, prepareTerraform, type SharedProvider, shareProvider, startAwsServer } from '../src/index.ts';
import { outcomeOf, runService, taskOf, trailRecord } from './quick-start-support.ts';

const root = 'examples/quick-start';
const name = 'quickstart';
/** Of the worker's indexes: they stand beside those of other tests in one cluster. */
const suffix = `quickstart${randomBytes(5).toString('hex')}`;
const administrator = 'arn:aws:iam::123456789012:role/administrator';
const prepared = await prepareTerraform();
const terraform = 'missing' in prepared ? undefined : prepared;
const title = 'missing' in prepared ? `the quick start (skipped: ${prepared.missing})` : 'the quick start';

interface Outputs {
  readonly log_bucket: string;
  readonly dead_letter_bucket: string;
  readonly queue_url: string;
  readonly dead_letter_queue_url: string;
  readonly worker_task_definition_arn: string;
  readonly worker_role_arn: string;
}

/** Of what `terraform show -json` says of a plan. */
interface Plan {
  readonly resource_changes: readonly {
    readonly type: string;
    readonly change: { readonly after: Readonly<Record<string, unknown>> };
  }[];
}

interface State {
  readonly resources: readonly {
    readonly type: string;
    readonly instances: readonly { readonly dependencies?: readonly string[] }[];
  }[];
}

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

// Requests are all sent to the emulator; the rest is what people type.
const providerBlock = `
provider "aws" {
  access_key        = "local"
  secret_key        = "local"
  max_retries       = 4
  s3_use_path_style = true
}
`;
// Puts logs and looks at queues while policies are enforced.
const administratorRole = `
resource "aws_iam_role" "administrator" {
  name               = "administrator"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "*" } }] })
}

resource "aws_iam_role_policy" "administrator" {
  name   = "everything"
  role   = aws_iam_role.administrator.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
}
`;

const local: Credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const waitMs = 50_000;
/** Terraform mostly waits for attributes to settle, so many at once cost little. */
const common = ['-input=false', '-parallelism=16'];

(terraform ? describe : describe.skip)(title, () => {
  let aws: AwsServer;
  let provider: SharedProvider;
  let stack: TestStack;
  let worker: WorkerProcess | undefined;
  let outputs: Outputs;
  let s3: S3Client;
  let sqs: SQSClient;

  const options = () => ({ env: provider.environment, timeoutMs: 200_000 });
  const run = (args: readonly string[]) => terraform!.run(root, args, options());
  const client = (credentials: Credentials) => ({ endpoint: aws.url, region: aws.region, credentials, maxAttempts: 1 });

  async function assume(roleArn: string): Promise<Credentials> {
    const sts = new STSClient(client(local));
    const answer = await sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'test' }));
    sts.destroy();
    const { AccessKeyId, SecretAccessKey, SessionToken } = answer.Credentials!;
    return { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken! };
  }

  beforeAll(async () => {
    stack = testStack();
    aws = await startAwsServer();
    provider = await shareProvider(terraform!, 'modules/bucket', { AWS_ENDPOINT_URL: aws.url });
    terraform!.write(root, 'provider_override.tf', providerBlock);
    terraform!.write(root, 'administrator.tf', administratorRole);
    terraform!.write(
      root,
      'terraform.tfvars.json',
      JSON.stringify({
        name,
        force_destroy: true,
        maxmind_account_id: '123456',
        alarm_emails: ['operator@example.com'],
        worker_environment: { SIEM_INDEX_SUFFIX: suffix },
        // Moto's domains answer no search, and the provider waits ten minutes for each.
        existing_opensearch: {
          url: stack.endpoints.opensearchUrl,
          arn: `arn:aws:es:us-east-1:123456789012:domain/${name}`,
        },
      }),
    );
  }, 120_000);

  afterAll(async () => {
    await worker?.stop();
    await stack.opensearch.indices.delete({ index: `*-${suffix}-*`, allow_no_indices: true });
    await stack.close();
    await provider.stop();
    await aws.stop();
    terraform!.remove();
  }, 60_000);

  it('makes the repositories first and says where images are pushed to', async () => {
    await run(['apply', '-auto-approve', '-target=module.siem.module.images', ...common]);

    const text = await terraform!.succeed(root, ['output', '-json', 'image_repositories']);
    expect(JSON.parse(text)).toHaveProperty('worker', expect.stringMatching(/\/worker$/));
  }, 120_000);

  it('applies the rest', async () => {
    const result = await run(['apply', '-auto-approve', ...common]);

    expect(result.output).toMatch(/Apply complete! Resources: (?:9\d|1\d\d) added, 0 changed, 0 destroyed/);
    const text = await terraform!.succeed(root, ['output', '-json']);
    outputs = JSON.parse(text).siem.value as Outputs;
    // Before the policy is there, AWS would write one of its own.
    expect(await dependenciesOf('aws_flow_log')).toContain(
      'module.siem.module.log_bucket.module.bucket.aws_s3_bucket_policy.this',
    );
  }, 220_000);

  it('has nothing left to change when it is planned again', async () => {
    const result = await run(['plan', '-detailed-exitcode', ...common]);

    expect(result.output).toContain('No changes');
    expect(result.code).toBe(0);
  }, 120_000);

  it('carries a log from the bucket into OpenSearch by a worker with its environment, under its own policy', async () => {
    // Prepare
    const credentials = await assume(outputs.worker_role_arn);
    const operator = await assume(administrator);
    s3 = new S3Client({ ...client(operator), forcePathStyle: true });
    sqs = new SQSClient(client(operator));
    await aws.enforcePolicies();
    worker = await startWorkerProcess(
      {
        ...(await taskOf(outputs.worker_task_definition_arn, new ECSClient(client(operator)))).environment,
        ...awsEnvironment(credentials),
      },
      join(terraform!.folder, 'worker.log'),
    );
    const key =
      'AWSLogs/123456789012/CloudTrail/us-east-1/2026/01/02/123456789012_CloudTrail_us-east-1_20260102T0300Z_a.json';

    // Act: the second record can become no document.
    const Body = JSON.stringify({ Records: [trailRecord('one'), 'not an event', trailRecord('two')] });
    await s3.send(new PutObjectCommand({ Bucket: outputs.log_bucket, Key: key, Body }));
    const index = `log-aws-cloudtrail-${suffix}-*`;
    const found = await until(async () => {
      await stack.opensearch.indices.refresh({ index, ignore_unavailable: true });
      const { body } = await stack.opensearch.search({
        index,
        ignore_unavailable: true,
        body: { query: { match_phrase: { '@log_s3key': key } } },
      });
      return body.hits.hits.length === 2 ? body.hits.hits : undefined;
    }, workerLog);
    const left = await until(async () => {
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: outputs.queue_url, AttributeNames: ['All'] }),
      );
      const counts = [Attributes['ApproximateNumberOfMessages'], Attributes['ApproximateNumberOfMessagesNotVisible']];
      return counts.every((count) => count === '0') ? counts : undefined;
    }, workerLog);

    // Assess
    expect(found.map(({ _source }) => (_source as { eventID: string }).eventID).sort()).toEqual(['one', 'two']);
    expect(left).toEqual(['0', '0']);
    const { Contents = [] } = await listDeadLetters();
    expect(Contents).toHaveLength(1);
    const log = await workerLog();
    expect(log).not.toMatch(/AccessDenied|not authorized/);
  }, 120_000);

  it('measures OpenSearch by a housekeeper with its environment, under its own policy, for the worker to load', async () => {
    // Prepare
    const { environment, roleArn } = await underNoPolicy((operator) =>
      taskOf(`${name}-housekeeper`, new ECSClient(client(operator))),
    );
    const credentials = await assumeUnderPolicy(roleArn);

    // Act
    const ended = await runService('housekeeper', { ...environment, ...awsEnvironment(credentials) });
    const index = `metrics-opensearch-index-${suffix}-*`;
    const found = await until(async () => {
      await stack.opensearch.indices.refresh({ index, ignore_unavailable: true });
      const query = { match_phrase: { '@log_s3bucket': outputs.log_bucket } };
      const { body } = await stack.opensearch.search({ index, ignore_unavailable: true, body: { query } });
      return body.hits.hits.length > 0 ? body.hits.hits : undefined;
    }, workerLog);

    // Assess
    expect(ended).toEqual({ code: 0, output: expect.stringContaining('"event":"measured"') });
    expect(found[0]!._source).toMatchObject({ '@log_type': 'index-metrics', event: { kind: 'metric' } });
  }, 120_000);

  it('tells bootstrap whose roles to map', async () => {
    const { environment } = await underNoPolicy((operator) =>
      taskOf(`${name}-bootstrap`, new ECSClient(client(operator))),
    );
    const { security } = readOptions(environment);

    expect(security.writers.backendRoles).toEqual([outputs.worker_role_arn]);
    expect(security.monitors.backendRoles).toEqual([
      expect.stringMatching(/^arn:aws:iam::\d{12}:role\/quickstart-housekeeper/),
    ]);
  }, 60_000);

  it('lets the worker do nothing that it need not do', async () => {
    const credentials = await assumeUnderPolicy(outputs.worker_role_arn);
    const its = {
      s3: new S3Client({ ...client(credentials), forcePathStyle: true }),
      sqs: new SQSClient(client(credentials)),
    };
    const { log_bucket: log, dead_letter_bucket: dead, queue_url: queue, dead_letter_queue_url: dlq } = outputs;

    const calls: Record<string, () => Promise<unknown>> = {
      'change a log': () => its.s3.send(new PutObjectCommand({ Bucket: log, Key: 'AWSLogs/x', Body: 'x' })),
      'delete a log': () => its.s3.send(new DeleteObjectCommand({ Bucket: log, Key: 'AWSLogs/x' })),
      'open a bucket': () => its.s3.send(new PutBucketPolicyCommand({ Bucket: log, Policy: '{}' })),
      'list buckets': () => its.s3.send(new ListBucketsCommand({})),
      'read dead letters': () => its.s3.send(new GetObjectCommand({ Bucket: dead, Key: 'dead-letters/x' })),
      'delete dead letters': () => its.s3.send(new DeleteObjectCommand({ Bucket: dead, Key: 'dead-letters/x' })),
      'write elsewhere': () => its.s3.send(new PutObjectCommand({ Bucket: dead, Key: 'elsewhere/x', Body: 'x' })),
      'read another bucket': () => its.s3.send(new GetObjectCommand({ Bucket: 'somebody-elses', Key: 'x' })),
      'forge a notification': () => its.sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: '{}' })),
      'empty the queue': () => its.sqs.send(new PurgeQueueCommand({ QueueUrl: queue })),
      'delete the queue': () => its.sqs.send(new DeleteQueueCommand({ QueueUrl: queue })),
      'change the queue': () =>
        its.sqs.send(new SetQueueAttributesCommand({ QueueUrl: queue, Attributes: { VisibilityTimeout: '0' } })),
      'take what was given up': () => its.sqs.send(new ReceiveMessageCommand({ QueueUrl: dlq })),
      'become an administrator': async () => {
        const sts = new STSClient(client(credentials));
        await sts.send(new AssumeRoleCommand({ RoleArn: outputs.worker_role_arn, RoleSessionName: 'again' }));
      },
    };
    const answers = await Promise.all(Object.entries(calls).map(async ([what, call]) => [what, await outcomeOf(call)]));

    expect(Object.fromEntries(answers)).toEqual(Object.fromEntries(Object.keys(calls).map((what) => [what, 'denied'])));
  }, 60_000);

  it('reports metrics by the name of the installation, where its alarms and scaling look', async () => {
    // The last report is that of the end.
    const { logFile } = worker!;
    await worker!.stop();
    worker = undefined;

    expect(await readFile(logFile, 'utf8')).toContain(`"Namespace":"SIEM/${name}"`);
  }, 60_000);

  it('would keep what buckets and repositories hold, and its own logs as long as it is told', async () => {
    await aws.allowEverything();

    await terraform!.succeed(root, ['plan', '-out=kept', '-var=force_destroy=false', ...common], options());
    const plan = JSON.parse(await terraform!.succeed(root, ['show', '-json', 'kept'], options())) as Plan;

    const changes = plan.resource_changes.map(({ type, change }) => ({ type, after: change.after }));
    const of = (wanted: string) => changes.filter(({ type }) => type === wanted).map(({ after }) => after);
    expect(of('aws_s3_bucket').map((bucket) => bucket['force_destroy'])).toEqual([false, false, false]);
    expect(of('aws_ecr_repository').map((each) => each['force_delete'])).toEqual([false, false, false, false]);
    expect(of('aws_cloudwatch_log_group').map((group) => group['retention_in_days'])).toEqual([30, 30, 30, 30]);
  }, 120_000);

  it('takes another version and share of Spot in place, and keeps the revision that a roll-back needs', async () => {
    const worker = { cpu: 1024, memory_mib: 2048, min_tasks: 0, max_tasks: 4, spot_percent: 50 };
    terraform!.write(root, 'fleet_override.tf.json', JSON.stringify({ module: { siem: { worker } } }));
    const before = outputs.worker_task_definition_arn;

    const { output } = await run(['apply', '-auto-approve', '-var=image_tag=0.2.0', ...common]);

    expect(output).toContain('module.worker.aws_ecs_service.this: Modifications complete');
    expect(await taskOf(before, new ECSClient(client(local)))).toMatchObject({ status: 'ACTIVE' });
  }, 120_000);

  it('is gone after a destroy', async () => {
    // Act
    const result = await run(['destroy', '-auto-approve', ...common]);

    // Assess
    expect(result.output).toMatch(/Destroy complete! Resources: 1\d\d destroyed/);
  }, 220_000);

  /** What Terraform made before the resources of a type, by address. */
  async function dependenciesOf(wanted: string): Promise<string[]> {
    const state = JSON.parse(await readFile(join(terraform!.folder, root, 'terraform.tfstate'), 'utf8')) as State;
    return state.resources
      .filter(({ type }) => type === wanted)
      .flatMap(({ instances }) => instances.flatMap(({ dependencies = [] }) => dependencies));
  }

  async function listDeadLetters() {
    return s3.send(
      new ListObjectsV2Command({ Bucket: outputs.dead_letter_bucket, Prefix: 'dead-letters/cloudtrail/' }),
    );
  }

  async function workerLog(): Promise<string> {
    return readFile(worker!.logFile, 'utf8');
  }

  const assumeUnderPolicy = (roleArn: string) => underNoPolicy(() => assume(roleArn));

  /** Policies are enforced again afterwards. */
  async function underNoPolicy<T>(work: (operator: Credentials) => Promise<T>): Promise<T> {
    await aws.allowEverything();
    const result = await work(await assume(administrator));
    await aws.enforcePolicies();
    return result;
  }

  function awsEnvironment({ accessKeyId, secretAccessKey, sessionToken }: Credentials): Record<string, string> {
    return {
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken!,
    };
  }
});

/** @throws Error with what is known when nothing comes */
async function until<T>(look: () => Promise<T | undefined>, explain: () => Promise<string>): Promise<T> {
  const deadline = performance.now() + waitMs;
  while (performance.now() < deadline) {
    const found = await look();
    if (found !== undefined) return found;
    await delay(250);
  }
  throw new Error(`Nothing came within ${waitMs / 1000} s. The worker says:\n${await explain()}`);
}
