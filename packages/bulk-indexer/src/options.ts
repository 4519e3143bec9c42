import { BulkIndexerOptionError } from './errors.ts';
import { type BulkIndexerMetrics, noMetrics } from './metrics.ts';
import { type Scheduler, systemScheduler } from './scheduler.ts';

export interface BulkIndexerOptions {
  /** Largest body of a bulk request before compression; one document may be larger. @defaultvalue `5 MiB` */
  readonly maxBulkBytes?: number;
  /** Most bulk requests in flight; the number adapts below it. @defaultvalue `8` */
  readonly maxInFlight?: number;
  /** Bytes of chunks that `index()` lets in before it waits. @defaultvalue `64 MiB` */
  readonly maxBufferedBytes?: number;
  /** Longest wait for a request to fill. @defaultvalue `200` */
  readonly flushIntervalMs?: number;
  /** Time for a whole bulk request; then it counts as not answered. @defaultvalue `60000` */
  readonly requestTimeoutMs?: number;
  /** How long OpenSearch itself may wait for a shard before it reports the item as failed. @defaultvalue `10000` */
  readonly shardTimeoutMs?: number;
  /** First and longest pause between retries; each is a random share of a ceiling that doubles. @defaultvalue `200` */
  readonly backoffBaseMs?: number;
  /** @defaultvalue `30000` */
  readonly backoffMaxMs?: number;
  /**
   * How long documents wait for one index that takes nothing while others do; then their chunks fail with
   * IndexStuckError, all but one, which keeps trying.
   * @defaultvalue `60000`
   */
  readonly stuckPatienceMs?: number;
  /** gzip of request bodies; saves network, costs CPU on both sides. @defaultvalue `none` */
  readonly compression?: 'none' | 'gzip';
  /** Index patterns among which siblings (`…_01`) of read-only indexes are looked for. @defaultvalue `log-*_*` and `metrics-*_*` */
  readonly siblingPatterns?: readonly string[];
  /**
   * Time between two looks for siblings that other workers began; nothing is written with knowledge of twice that age.
   * @defaultvalue `5000`
   */
  readonly siblingRefreshMs?: number;
  /** Also ask for cold indexes (Amazon OpenSearch Service only). @defaultvalue `false` */
  readonly coldIndexes?: boolean;
  readonly metrics?: BulkIndexerMetrics;
  /** For tests. @defaultvalue the system's clock and timers */
  readonly scheduler?: Scheduler;
  /** For tests; [0, 1). @defaultvalue `Math.random` */
  readonly random?: () => number;
}

export type ResolvedOptions = Required<BulkIndexerOptions>;

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;

/** @throws BulkIndexerOptionError naming the option, what was found and what is allowed */
export function resolveOptions(options: BulkIndexerOptions): ResolvedOptions {
  const number = (name: keyof BulkIndexerOptions & string, defaultValue: number, min: number, max: number): number => {
    const value = options[name] ?? defaultValue;
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    throw new BulkIndexerOptionError(name, value, `a whole number from ${min} to ${max}`);
  };
  const resolved: ResolvedOptions = {
    maxBulkBytes: number('maxBulkBytes', 5 * mebibyte, kibibyte, 100 * mebibyte),
    maxInFlight: number('maxInFlight', 8, 1, 256),
    maxBufferedBytes: number('maxBufferedBytes', 64 * mebibyte, kibibyte, Number.MAX_SAFE_INTEGER),
    flushIntervalMs: number('flushIntervalMs', 200, 0, 60_000),
    requestTimeoutMs: number('requestTimeoutMs', 60_000, 10, 600_000),
    shardTimeoutMs: number('shardTimeoutMs', 10_000, 1, 600_000),
    backoffBaseMs: number('backoffBaseMs', 200, 1, 60_000),
    backoffMaxMs: number('backoffMaxMs', 30_000, 1, 600_000),
    stuckPatienceMs: number('stuckPatienceMs', 60_000, 1, 3_600_000),
    compression: options.compression ?? 'none',
    siblingPatterns: options.siblingPatterns ?? ['log-*_*', 'metrics-*_*'],
    siblingRefreshMs: number('siblingRefreshMs', 5_000, 100, 86_400_000),
    coldIndexes: options.coldIndexes ?? false,
    metrics: options.metrics ?? noMetrics,
    scheduler: options.scheduler ?? systemScheduler,
    random: options.random ?? Math.random,
  };
  if (resolved.shardTimeoutMs >= resolved.requestTimeoutMs) {
    throw new BulkIndexerOptionError(
      'shardTimeoutMs',
      resolved.shardTimeoutMs,
      `smaller than requestTimeoutMs (${resolved.requestTimeoutMs}), or one stuck shard fails the whole request`,
    );
  }
  return resolved;
}
