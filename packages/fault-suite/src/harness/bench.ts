import { setTimeout as delay } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { OpenSearchControl } from '@siem/local-stack';
import { Random } from '@siem/log-generator';
import { type FaultProxy, startFaultProxy, type TestScope } from '@siem/test-support';
import { type Fault, SkippedError } from '../fault.ts';
import type { Load } from './load.ts';
import { searchableRecords } from './outcome.ts';
import { patiently } from './patience.ts';
import { tokenOf } from './token.ts';
import { Workers } from './workers.ts';
import type { World } from './world.ts';

export interface BenchOptions {
  readonly world: World;
  readonly fault: Fault;
  readonly load: Load;
  readonly seed: number;
  readonly logFolder: string;
}

const pollMs = 200;
/** A notification may still be on its way when the queue looks empty for the first time. */
const emptyLooks = 3;
/** Far above the serial numbers of the load's own records. */
const extraSerial = 0x8000_0000;

/** What a fault works with: a load of its own, workers on it, and proxies in front of OpenSearch and of S3 and SQS. */
export class Bench {
  /** For the fault's own choices. */
  readonly random: Random;
  readonly world: World;
  readonly load: Load;
  readonly scope: TestScope;
  readonly opensearchProxy: FaultProxy;
  readonly awsProxy: FaultProxy;
  readonly workers: Workers;
  /** Of the indexes: `log-<type>-<suffix>-…`. */
  readonly suffix: string;
  private readonly seed: number;
  private extraTokens = 0;
  private nextObject = 0;
  private uploadedRecords = 0;

  static async open(options: BenchOptions): Promise<Bench> {
    const { world, fault, seed } = options;
    const scope = await world.clients.createScope({ visibilityTimeoutSeconds: 10, ...fault.queue });
    const opensearchProxy = await startFaultProxy({ target: world.clients.endpoints.opensearchUrl, seed });
    const awsProxy = await startFaultProxy({ target: world.clients.endpoints.awsEndpointUrl, seed });
    return new Bench(options, scope, opensearchProxy, awsProxy);
  }

  private constructor(options: BenchOptions, scope: TestScope, opensearchProxy: FaultProxy, awsProxy: FaultProxy) {
    const { world, fault, load, seed, logFolder } = options;
    this.world = world;
    this.load = load;
    this.seed = seed;
    this.random = new Random(seed ^ 0x5eed);
    this.scope = scope;
    this.opensearchProxy = opensearchProxy;
    this.awsProxy = awsProxy;
    this.suffix = scope.indexPrefix.replaceAll('-', '');
    this.workers = new Workers(
      {
        ...scope.environment,
        OPENSEARCH_URL: opensearchProxy.url,
        AWS_ENDPOINT_URL: awsProxy.url,
        SIEM_QUEUE_URL: awsProxy.through(scope.queueUrl),
        SIEM_INDEX_SUFFIX: this.suffix,
        SIEM_THREADS: '1',
        SIEM_CHUNK_BYTES: '131072',
        SIEM_VISIBILITY_TIMEOUT_SECONDS: '10',
        SIEM_DRAIN_SECONDS: '10',
        ...fault.environment,
      },
      logFolder,
    );
  }

  /** @throws SkippedError where the servers belong to somebody else */
  get opensearch(): OpenSearchControl {
    if (this.world.opensearch === undefined) throw new SkippedError('the fault needs servers of its own');
    return this.world.opensearch;
  }

  get requestsHit(): number {
    const exchanges = [...this.opensearchProxy.exchanges, ...this.awsProxy.exchanges];
    return exchanges.filter(({ fault }) => fault !== 'pass').length;
  }

  /** An object besides the load's, made of records with tokens; they count like the others. */
  async put(
    key: string,
    make: (token: () => string) => { body: Buffer; unreadable: readonly string[] },
  ): Promise<void> {
    const token = () => {
      const made = tokenOf(this.seed, extraSerial + this.extraTokens++);
      this.load.expected.set(made, 1);
      return made;
    };
    const { body, unreadable } = make(token);
    for (const bad of unreadable) this.load.unreadable.add(bad);
    await this.world.clients.s3.send(new PutObjectCommand({ Bucket: this.scope.logBucket, Key: key, Body: body }));
  }

  /** Objects up to this share of all records, counted from the first. */
  async upload(share: number): Promise<void> {
    while (this.uploadedRecords < this.load.records * share) {
      const object = this.load.objects[this.nextObject++];
      if (object === undefined) return;
      this.uploadedRecords += object.records;
      await this.world.clients.s3.send(
        new PutObjectCommand({ Bucket: this.scope.logBucket, Key: object.key, Body: object.body }),
      );
    }
  }

  /** What is left is uploaded evenly over the time, up to that share. */
  async uploadDuring(durationMs: number, share = 0.9): Promise<void> {
    const startedAt = performance.now();
    const first = this.uploadedRecords / this.load.records;
    for (;;) {
      const passed = Math.min(1, (performance.now() - startedAt) / durationMs);
      await this.upload(first + (share - first) * passed);
      if (passed === 1) return;
      await delay(pollMs);
    }
  }

  /** Resolves when that share of all records can be found in OpenSearch. */
  async progress(share: number): Promise<void> {
    while ((await searchableRecords(this.world.clients, this.suffix)) < this.load.records * share) await delay(pollMs);
  }

  async pause(ms: number): Promise<void> {
    await delay(ms);
  }

  /** Resolves when no message is visible or hidden any more. @throws Error when it takes longer */
  async queueEmpty(timeoutMs: number): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    for (let empty = 0; empty < emptyLooks; ) {
      const { visible, hidden } = await this.queueDepth();
      empty = visible + hidden === 0 ? empty + 1 : 0;
      if (performance.now() > deadline)
        throw new Error(`after ${timeoutMs / 1000} s the queue still has ${visible} messages and ${hidden} in work`);
      await delay(pollMs);
    }
  }

  async queueDepth(queueUrl = this.scope.queueUrl): Promise<{ visible: number; hidden: number }> {
    const { Attributes = {} } = await this.world.clients.sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: queueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    return {
      visible: Number(Attributes['ApproximateNumberOfMessages'] ?? 0),
      hidden: Number(Attributes['ApproximateNumberOfMessagesNotVisible'] ?? 0),
    };
  }

  async close(): Promise<void> {
    await this.workers.killAll();
    this.opensearchProxy.pass();
    this.awsProxy.pass();
    await Promise.all([this.opensearchProxy.stop(), this.awsProxy.stop()]);
    const index = `log-*-${this.suffix}-*`;
    await patiently(() => this.world.clients.opensearch.indices.delete({ index, allow_no_indices: true }));
    await patiently(() => this.scope.cleanUp());
  }
}
