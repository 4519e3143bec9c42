import { join } from 'node:path';
import { type Fault, SkippedError } from '../fault.ts';
import { Bench } from './bench.ts';
import { makeLoad } from './load.ts';
import { type Outcome, readOutcome } from './outcome.ts';
import { type World, workFolder } from './world.ts';

export interface FaultRun {
  readonly fault: string;
  readonly seed: number;
  /** Missing when it was skipped. */
  readonly outcome?: Outcome;
  /** From the end of the fault, with everything uploaded, until the queue is empty. */
  readonly recoverySeconds?: number;
  readonly totalSeconds?: number;
  /** Worker processes that took part. */
  readonly workers?: number;
  /** Of them, those that ended by themselves and were replaced. */
  readonly crashes?: number;
  /** Requests that the proxies did something to. */
  readonly requestsHit?: number;
  /** Messages in the queue's dead-letter queue at the end. */
  readonly givenUp?: number;
  /** Why it was skipped or broke off. */
  readonly problem?: string;
  readonly passed: boolean;
}

export interface RunOptions {
  readonly seed: number;
  readonly records: number;
  /** For the queue to become empty after the fault. */
  readonly timeoutMs: number;
}

/** Share of the records that are in S3 before the first worker starts. */
const firstShare = 0.4;
/** Share of the records that are in OpenSearch when the fault begins. */
const warmShare = 0.05;

/** Loads under the fault and counts. */
export async function runFault(fault: Fault, world: World, options: RunOptions): Promise<FaultRun> {
  const { seed, records, timeoutMs } = options;
  const load = makeLoad(seed, records);
  const bench = await Bench.open({ world, fault, load, seed, logFolder: join(workFolder, 'logs', fault.name) });
  const startedAt = performance.now();
  try {
    await fault.prepare?.(bench);
    await bench.upload(firstShare);
    for (let i = 0; i < (fault.workers ?? 1); i++) await bench.workers.start();
    await bench.progress(warmShare);
    await fault.inject(bench);
    bench.opensearchProxy.pass();
    bench.awsProxy.pass();
    if (bench.workers.list.length === 0) await bench.workers.start();
    await bench.upload(1);
    const healedAt = performance.now();
    const problem = await bench.queueEmpty(timeoutMs).then(
      () => undefined,
      (error: Error) => error.message,
    );
    const recoverySeconds = seconds(healedAt);
    await bench.workers.stopAll();
    const outcome = await readOutcome(world.clients, load, bench.suffix, bench.scope.deadLetterBucket);
    const { visible: givenUp } = await bench.queueDepth(bench.scope.deadLetterQueueUrl);
    const isWhole = outcome.lost === 0 && outcome.doubled === 0 && outcome.deadLetteredInVain === 0;
    return {
      fault: fault.name,
      seed,
      outcome,
      recoverySeconds,
      totalSeconds: seconds(startedAt),
      workers: bench.workers.count,
      crashes: bench.workers.crashes,
      requestsHit: bench.requestsHit,
      givenUp,
      ...(problem !== undefined && { problem }),
      passed: isWhole && givenUp === 0 && problem === undefined,
    };
  } catch (error) {
    if (error instanceof SkippedError) return { fault: fault.name, seed, problem: error.message, passed: true };
    return { fault: fault.name, seed, problem: (error as Error).stack ?? String(error), passed: false };
  } finally {
    await bench.close();
    await fault.tidy?.(bench);
  }
}

function seconds(since: number): number {
  return Math.round((performance.now() - since) / 100) / 10;
}
