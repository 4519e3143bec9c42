import type { S3Client } from '@aws-sdk/client-s3';
import type { BulkIndexer } from '@siem/bulk-indexer';
import { DeadLetterWriter } from '@siem/dead-letters';
import { ObjectReadError, type ObjectSource, type ReadLimits } from '@siem/decompression';
import type { ExclusionRules } from '@siem/exclusion';
import type { LogTypeDefinition, LogTypes } from '@siem/log-type';
import type { Metrics } from '@siem/metrics';
import type { NormalizedChunk, NormalizeTask } from '@siem/normalizer';
import { Ledger, type LoadDeps, loadObject } from '@siem/object-loader';
import { ObjectGoneError, type S3Clients, s3Source } from '@siem/object-store';
import type { ReceivedMessage, S3ObjectReference } from '@siem/queue';
import type { Logger } from 'pino';
import { chooseLogType } from './choose-log-type.ts';
import { ObjectGuard } from './isolation/isolate.ts';
import type { LedgerLog } from './ledger-log.ts';
import type { NormalizePool } from './normalize-pool.ts';
import { countObject, ledgerOutcome, logOutcome, type ObjectInWork, type ObjectOutcome } from './object-outcome.ts';
import { HeldSlots, type Slots } from './slots.ts';

export interface PipelineDeps {
  /** Reads log objects, in whatever region their bucket is. */
  objects: S3Clients;
  /** Writes dead letters. */
  s3: S3Client;
  /** Whether S3 as a whole does; asked when an object could not be loaded. */
  s3Answers(): Promise<boolean>;
  logTypes: LogTypes;
  detectContent: boolean;
  /** The rules as they are now. */
  exclusions: () => ExclusionRules;
  pool: NormalizePool;
  bulkIndexer: BulkIndexer;
  /** Absent: no documents are kept about objects. */
  ledgerLog?: LedgerLog;
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

/** Of one message. Most name one; with small ones a message waits for little but answers. */
const objectsAtOnce = 4;

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
  let outcome: MessageOutcome = 'done';
  let isOver = false;
  const references = message.objects.values();
  const loadNext = async () => {
    for (const reference of references) {
      if (isOver) return;
      if ((await handleObject(reference, message, signal, deps)) === 'done') continue;
      outcome = 'retry';
      // One bad object does not hold back the others of its message, unless none of them can be read.
      isOver ||= signal.aborted || !(await deps.s3Answers());
    }
  };
  await Promise.all(Array.from({ length: objectsAtOnce }, loadNext));
  return outcome;
}

async function handleObject(
  reference: S3ObjectReference,
  message: ReceivedMessage,
  signal: AbortSignal,
  deps: PipelineDeps,
): Promise<MessageOutcome> {
  const log = deps.logger.child({ bucket: reference.bucket, key: reference.key, messageId: message.id });
  const object: ObjectInWork = { reference, message, ledger: new Ledger(), startedMs: Date.now() };
  let outcome: ObjectOutcome;
  try {
    outcome = await settle(object, log, signal, deps);
  } catch (error) {
    if (signal.aborted) return 'retry';
    outcome = failureOutcome(error);
    const { code, reason } = outcome;
    if (outcome.kind === 'retry') deps.metrics.errors.inc({ stage: 'processing', code });
    log.warn({ event: 'object_failed', code, reason, receiveCount: message.receiveCount }, 'object not loaded');
  }
  return finish(object, outcome, log, signal, deps);
}

async function settle(
  object: ObjectInWork,
  log: Logger,
  signal: AbortSignal,
  deps: PipelineDeps,
): Promise<ObjectOutcome> {
  const { reference, message, ledger } = object;
  const choice = await chooseLogType(reference, deps, signal);
  if ('ignored' in choice) return { kind: 'ignored', code: choice.ignored };
  const logType = choice.definition;
  object.logType = logType;
  const rule = deps.exclusions().ofObject(reference.key, logType.name);
  if (rule !== undefined) return { kind: 'excluded', code: rule };
  if (choice.by === 'content') {
    log.info({ event: 'log_type_detected', logType: logType.name }, 'log type told by the content');
  }
  object.source = await s3Source(deps.objects, reference, { signal });
  return load(reference, object.source, logType, message, ledger, signal, deps);
}

/** Loads the object; what of it cannot be read becomes a dead letter. */
async function load(
  reference: S3ObjectReference,
  source: ObjectSource,
  logType: LogTypeDefinition,
  message: ReceivedMessage,
  ledger: Ledger,
  signal: AbortSignal,
  deps: PipelineDeps,
): Promise<ObjectOutcome> {
  const { bucket, key, versionId } = reference;
  const firstSeenMs = message.firstReceivedMs;
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
    outcome = { kind: 'unreadable', code: error.code, reason: error.message };
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
  const normalize = async (task: NormalizeTask) => {
    await slots.take();
    signal.throwIfAborted();
    return deps.pool.run(task, guard, signal);
  };
  const index = async (chunk: NormalizedChunk) => {
    const outcome = await deps.bulkIndexer.index(chunk, signal);
    slots.give();
    return outcome;
  };
  return {
    normalize: (task) => slots.orFail(normalize(task)),
    index: (chunk) => slots.orFail(index(chunk)),
    deadLetter: (list) => slots.orFail(letters.add(list)),
    parserVersion: settings.parserVersion,
    concurrency: settings.chunksPerObject,
    readLimits: settings.readLimits,
    frameOptions: { chunkBytes: settings.chunkBytes, maxRecordBytes: settings.maxRecordBytes },
  };
}

/** An object that is gone will not come back; everything else is tried again and ends in the queue's own DLQ. */
function failureOutcome(error: unknown): ObjectOutcome {
  const { code = 'internal', message: reason } = error as { code?: string; message: string };
  return { kind: error instanceof ObjectGoneError ? 'gone' : 'retry', code, reason };
}

async function finish(
  object: ObjectInWork,
  outcome: ObjectOutcome,
  log: Logger,
  signal: AbortSignal,
  deps: PipelineDeps,
): Promise<MessageOutcome> {
  const { ledger, startedMs } = object;
  const finishedMs = Date.now();
  countObject(object, outcome, finishedMs - startedMs, deps.metrics);
  if (outcome.kind === 'retry') return 'retry';
  await deps.ledgerLog?.write(
    { ...object, logType: object.logType?.name, ...ledgerOutcome(outcome), finishedMs },
    signal,
  );
  if (!ledger.balances) {
    const facts = { logType: object.logType?.name, ledger: ledger.toJSON() };
    const message = 'the records of the object do not add up; its message stays in the queue';
    log.error({ event: 'ledger_imbalance', ...facts }, message);
    return 'retry';
  }
  logOutcome(object, outcome, finishedMs - startedMs, log);
  return 'done';
}
