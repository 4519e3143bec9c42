import type { S3Client } from '@aws-sdk/client-s3';
import type { BulkIndexer } from '@siem/bulk-indexer';
import { DeadLetterWriter } from '@siem/dead-letters';
import { ObjectReadError, type ReadLimits } from '@siem/decompression';
import type { ExclusionRules } from '@siem/exclusion';
import type { LogTypeDefinition, LogTypes } from '@siem/log-type';
import type { Metrics } from '@siem/metrics';
import { Ledger, type LoadDeps, loadObject } from '@siem/object-loader';
import { ObjectGoneError, ObjectStoreError, type S3Clients, s3Source } from '@siem/object-store';
import type { ReceivedMessage, S3ObjectReference } from '@siem/queue';
import type { Logger } from 'pino';
import { chooseLogType } from './choose-log-type.ts';
import { ObjectGuard } from './isolation/isolate.ts';
import type { NormalizePool } from './normalize-pool.ts';
import { HeldSlots, type Slots } from './slots.ts';

export interface PipelineDeps {
  /** Reads log objects, in whatever region their bucket is. */
  objects: S3Clients;
  /** Writes dead letters. */
  s3: S3Client;
  logTypes: LogTypes;
  detectContent: boolean;
  /** The rules as they are now. */
  exclusions: () => ExclusionRules;
  pool: NormalizePool;
  bulkIndexer: BulkIndexer;
  /** Bounds the chunks in memory, over all objects. */
  chunkSlots: Slots;
  metrics: Metrics;
  logger: Logger;
  settings: {
    deadLetterBucket: string;
    parserVersion: string;
    chunksPerObject: number;
    chunkBytes: number;
    maxRecordBytes: number;
    /** Records of one object that may hang or crash a thread before the object as a whole fails. */
    maxPoisonRecords: number;
    readLimits: Partial<ReadLimits>;
  };
}

/** What the queue does with the message: delete it, or let it come again. */
export type MessageOutcome = 'done' | 'retry';

/**
 * The way of the data, from a message to its deletion:
 *
 *   notification -> S3 objects -> byte stream -> decompress -> frames -> chunks -> threads -> bulk indexer -> ledger
 *
 * Every hand-over waits for the next stage, so a full bulk indexer stops the reader. Only when the ledger of each
 * object balances is the message done.
 */
export async function handleMessage(
  message: ReceivedMessage,
  signal: AbortSignal,
  deps: PipelineDeps,
): Promise<MessageOutcome> {
  for (const reference of message.objects) {
    if ((await handleObject(reference, message, signal, deps)) === 'retry') return 'retry';
  }
  return 'done';
}

async function handleObject(
  reference: S3ObjectReference,
  message: ReceivedMessage,
  signal: AbortSignal,
  deps: PipelineDeps,
): Promise<MessageOutcome> {
  const log = deps.logger.child({ bucket: reference.bucket, key: reference.key, messageId: message.id });
  const startedAt = performance.now();
  const ledger = new Ledger();
  let logType = 'none';
  let outcome: ObjectOutcome;
  try {
    const choice = await chooseLogType(reference, deps);
    if ('ignored' in choice) {
      deps.metrics.objects.inc({ log_type: logType, outcome: choice.ignored });
      log.info({ event: 'object_ignored', outcome: choice.ignored }, 'object ignored');
      return 'done';
    }
    logType = choice.definition.name;
    const rule = deps.exclusions().ofObject(reference.key, logType);
    if (rule !== undefined) {
      deps.metrics.objects.inc({ log_type: logType, outcome: 'excluded' });
      deps.metrics.excludedObjects.inc({ log_type: logType, rule });
      log.info({ event: 'object_excluded', logType, rule }, 'object left out by a rule');
      return 'done';
    }
    if (choice.by === 'content') log.info({ event: 'log_type_detected', logType }, 'log type told by the content');
    outcome = await load(reference, choice.definition, message, ledger, signal, deps);
  } catch (error) {
    if (signal.aborted) return 'retry';
    outcome = failureOutcome(error);
    if (outcome.kind === 'retry') deps.metrics.errors.inc({ stage: 'processing', code: outcome.code });
    log.warn(
      {
        event: 'object_failed',
        code: outcome.code,
        reason: (error as Error).message,
        receiveCount: message.receiveCount,
      },
      'object not loaded',
    );
  }
  return finish(logType, outcome, ledger, (performance.now() - startedAt) / 1000, log, deps);
}

interface ObjectOutcome {
  kind: 'loaded' | 'unreadable' | 'gone' | 'retry';
  code: string;
}

/** Loads the object; what of it cannot be read becomes a dead letter. */
async function load(
  reference: S3ObjectReference,
  logType: LogTypeDefinition,
  message: ReceivedMessage,
  ledger: Ledger,
  signal: AbortSignal,
  deps: PipelineDeps,
): Promise<ObjectOutcome> {
  const { bucket, key, versionId } = reference;
  const firstSeenMs = message.firstReceivedMs;
  const source = await s3Source(deps.objects, reference);
  // Not the version: a message written by hand or by a backfill names none, and loads the same object again.
  const letters = new DeadLetterWriter(
    deps.s3,
    deps.settings.deadLetterBucket,
    () => `${bucket}\n${key}\n${source.etag ?? versionId ?? ''}`,
  );
  const slots = new HeldSlots(deps.chunkSlots);
  let outcome: ObjectOutcome = { kind: 'loaded', code: 'loaded' };
  try {
    await loadObject(
      { bucket, key, source, logType, firstSeenMs, ...(versionId === undefined ? {} : { versionId }) },
      loadDeps(letters, slots, guardFor(message, deps), signal, deps),
      ledger,
    );
  } catch (error) {
    if (!(error instanceof ObjectReadError)) throw error;
    // The same bytes will be there next time: what could be read is indexed, the rest is one dead letter.
    await letters.add([
      {
        reason: error.message,
        code: `object_${error.code}`,
        bucket,
        key,
        ...(versionId === undefined ? {} : { versionId }),
        position: { byte: ledger.bytes },
        parser_version: deps.settings.parserVersion,
        log_type: logType.name,
        raw: '',
        raw_encoding: 'utf8',
        first_seen: new Date(firstSeenMs).toISOString(),
      },
    ]);
    ledger.read++;
    ledger.deadLettered++;
    outcome = { kind: 'unreadable', code: error.code };
  } finally {
    slots.giveAll();
  }
  await letters.finish(logType.name);
  return outcome;
}

/**
 * An object that ends the whole process is delivered again and again, with all that were in work beside it. From a
 * certain delivery on they go where such an end harms nobody.
 */
const suspectFromReceive = 5;

function guardFor(message: ReceivedMessage, { settings }: PipelineDeps): ObjectGuard {
  return new ObjectGuard(settings.maxPoisonRecords, message.receiveCount >= suspectFromReceive);
}

function loadDeps(
  letters: DeadLetterWriter,
  slots: HeldSlots,
  guard: ObjectGuard,
  signal: AbortSignal,
  deps: PipelineDeps,
): LoadDeps {
  const { settings } = deps;
  return {
    async normalize(task) {
      await slots.take();
      signal.throwIfAborted();
      return deps.pool.run(task, guard, signal);
    },
    async index(chunk) {
      const outcome = await deps.bulkIndexer.index(chunk, signal);
      slots.give();
      return outcome;
    },
    deadLetter: (list) => letters.add(list),
    parserVersion: settings.parserVersion,
    concurrency: settings.chunksPerObject,
    readLimits: settings.readLimits,
    frameOptions: { chunkBytes: settings.chunkBytes, maxRecordBytes: settings.maxRecordBytes },
  };
}

/** An object that is gone will not come back; everything else is tried again and ends in the queue's own DLQ. */
function failureOutcome(error: unknown): ObjectOutcome {
  if (error instanceof ObjectStoreError)
    return { kind: error instanceof ObjectGoneError ? 'gone' : 'retry', code: error.code };
  return { kind: 'retry', code: (error as { code?: string }).code ?? 'internal' };
}

function finish(
  logType: string,
  outcome: ObjectOutcome,
  ledger: Ledger,
  seconds: number,
  log: Logger,
  deps: PipelineDeps,
): MessageOutcome {
  const { metrics } = deps;
  metrics.objects.inc({ log_type: logType, outcome: outcome.kind });
  if (outcome.kind === 'retry') return 'retry';
  for (const [state, count] of Object.entries({
    indexed: ledger.indexed,
    duplicate: ledger.duplicate,
    excluded: ledger.excluded,
    dead_lettered: ledger.deadLettered,
  })) {
    if (count > 0) metrics.records.inc({ log_type: logType, state }, count);
  }
  for (const [rule, count] of Object.entries(ledger.countedByRule))
    metrics.counted.inc({ log_type: logType, rule }, count);
  for (const [rule, count] of Object.entries(ledger.excludedByRule))
    metrics.excluded.inc({ log_type: logType, rule }, count);
  metrics.objectBytes.inc({ log_type: logType }, ledger.bytes);
  metrics.objectSeconds.observe(seconds);
  const facts = { logType, outcome: outcome.kind, seconds: Math.round(seconds * 1000) / 1000, ledger: ledger.toJSON() };
  if (!ledger.balances) {
    metrics.ledgerImbalance.inc({ log_type: logType });
    log.error(
      { event: 'ledger_imbalance', ...facts },
      'the records of the object do not add up; its message stays in the queue',
    );
    return 'retry';
  }
  log.info({ event: 'object_loaded', ...facts }, 'object loaded');
  return 'done';
}
