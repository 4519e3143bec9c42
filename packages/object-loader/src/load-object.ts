import { type ObjectSource, openBody, type ReadLimits } from '@siem/decompression';
import { type Framed, type FrameOptions, frameRecords, type RecordChunk } from '@siem/framing';
import type { LogTypeDefinition } from '@siem/log-type';
import {
  exportedStream,
  freeBytes,
  type NormalizedChunk,
  type NormalizeTask,
  numberOccurrences,
  Occurrences,
} from '@siem/normalizer';
import { type DeadLetter, encodeRaw } from './dead-letter.ts';
import { inOrder } from './in-order.ts';
import { Ledger } from './ledger.ts';

export interface ObjectToLoad {
  bucket: string;
  key: string;
  versionId?: string;
  source: ObjectSource;
  logType: LogTypeDefinition;
  /** When the object was first seen, epoch milliseconds; the same at every delivery. Default: now. */
  firstSeenMs?: number;
}

export interface LoadDeps {
  /** Runs in a thread of the pool, or here. The task's bytes are used up. Each chunk then goes to `index`. */
  normalize(task: NormalizeTask): Promise<NormalizedChunk>;
  /**
   * Resolves when every document is final; the chunk's memory is freed then. Waiting here is the backpressure. The
   * chunk may be without documents.
   */
  index(chunk: NormalizedChunk): Promise<IndexOutcome>;
  /** Resolves when the dead letters are durable or buffered to be so before the object is done. */
  deadLetter(letters: readonly DeadLetter[]): Promise<void>;
  parserVersion: string;
  /** Chunks of one object in work at the same time. */
  concurrency: number;
  readLimits?: Partial<ReadLimits>;
  frameOptions?: Partial<FrameOptions>;
  now?: () => number;
}

export interface IndexOutcome {
  indexed: number;
  duplicate: number;
  safeForm: number;
  rejected: readonly { position: number; type: string; reason: string }[];
}

/**
 * Loads one object: decompress, frame, normalise in threads, index. Returns when each of its records is final.
 * @param ledger counts what became of the records, also when reading fails
 * @throws ObjectReadError and errors of the source, after everything before the fault is final
 */
export async function loadObject(object: ObjectToLoad, deps: LoadDeps, ledger = new Ledger()): Promise<Ledger> {
  const occurrences = new Occurrences();
  const nowMs = (deps.now ?? Date.now)();
  const letters = new LetterWriter(object, deps.parserVersion, object.firstSeenMs ?? nowMs);

  const frames = framesOf(object, deps);
  const normalized = inOrder(frames, deps.concurrency, async ({ framed, part }) => {
    if ('problem' in framed) return { problem: framed.problem, part };
    ledger.bytes += framed.bytes.length;
    const chunk = await deps.normalize(taskFor(object, framed, nowMs));
    return { chunk, firstRecord: framed.firstRecord, part };
  });
  const numbered = (async function* () {
    for await (const item of normalized) {
      yield item.chunk === undefined ? item : { ...item, chunk: numberOccurrences(item.chunk, occurrences) };
    }
  })();
  const indexed = inOrder(numbered, deps.concurrency, async (item) => {
    if (item.chunk === undefined) {
      ledger.read++;
      ledger.deadLettered++;
      return [letters.forProblem(item.problem, item.part)];
    }
    const outcome = await deps.index(item.chunk);
    const dead = letters.forChunk(item.chunk, item.firstRecord, item.part, outcome);
    count(ledger, item.chunk, outcome);
    freeBytes(item.chunk.body);
    return dead;
  });
  // In the object's order at every delivery: two workers that load it at once write the same files.
  for await (const dead of indexed) if (dead.length > 0) await deps.deadLetter(dead);
  return ledger;
}

type Part = { name: string | undefined };

async function* framesOf(object: ObjectToLoad, deps: LoadDeps): AsyncGenerator<{ framed: Framed; part: Part }> {
  const options = { ...deps.frameOptions, isExport: exportedStream(object.key) !== undefined };
  for await (const body of openBody(object.source, deps.readLimits)) {
    const part = { name: body.name };
    for await (const framed of frameRecords(body, object.logType.format, options)) yield { framed, part };
  }
}

function taskFor(object: ObjectToLoad, chunk: RecordChunk, nowMs: number): NormalizeTask {
  const { bucket, key, logType } = object;
  const { bytes, ranges, header, envelope, rows, inherited, bigNumbers } = chunk;
  const arrivedMs = object.source.storedMs ?? object.firstSeenMs ?? nowMs;
  const task: NormalizeTask = { logType: logType.name, bucket, key, nowMs, arrivedMs, bytes };
  if (ranges !== undefined) task.ranges = ranges;
  if (header !== undefined) task.header = header;
  if (envelope !== undefined) task.envelope = envelope;
  if (rows !== undefined) task.rows = rows;
  if (inherited !== undefined) task.inherited = inherited;
  if (bigNumbers !== undefined) task.bigNumbers = bigNumbers;
  return task;
}

function count(ledger: Ledger, chunk: NormalizedChunk, outcome: IndexOutcome): void {
  ledger.read += chunk.read;
  ledger.indexed += outcome.indexed;
  ledger.duplicate += outcome.duplicate;
  ledger.safeForm += outcome.safeForm;
  ledger.deadLettered += chunk.deadLetters.length + outcome.rejected.length;
  ledger.exclude(chunk.excluded);
  ledger.count(chunk.counted);
  ledger.detect(chunk.detected);
  ledger.cover(chunk.firstEvent, chunk.lastEvent);
}

/** Makes dead letters of one object. */
class LetterWriter {
  private readonly object: ObjectToLoad;
  private readonly parserVersion: string;
  private readonly firstSeen: string;

  constructor(object: ObjectToLoad, parserVersion: string, firstSeenMs: number) {
    this.object = object;
    this.parserVersion = parserVersion;
    this.firstSeen = new Date(firstSeenMs).toISOString();
  }

  forProblem(
    problem: { code: string; message: string; position: number; bytes: Uint8Array; totalBytes: number },
    part: Part,
  ): DeadLetter {
    const letter = this.letter(problem.code, problem.message, { byte: problem.position }, part, problem.bytes);
    if (problem.totalBytes > problem.bytes.length) letter.raw_total_bytes = problem.totalBytes;
    return letter;
  }

  forChunk(chunk: NormalizedChunk, firstRecord: number, part: Part, outcome: IndexOutcome): DeadLetter[] {
    const unreadable = chunk.deadLetters.map((failure) =>
      this.letter(failure.code, failure.reason, { record: firstRecord + failure.record }, part, failure.raw),
    );
    const rejected = outcome.rejected.map(({ position, type, reason }) => {
      const raw = Buffer.from(rawMessage(chunk, position));
      return this.letter(`rejected_${type}`, reason, { record: firstRecord + position }, part, raw);
    });
    return [...unreadable, ...rejected];
  }

  private letter(
    code: string,
    reason: string,
    position: DeadLetter['position'],
    part: Part,
    raw: Uint8Array,
  ): DeadLetter {
    const { bucket, key, versionId, logType } = this.object;
    const letter: DeadLetter = {
      reason,
      code,
      bucket,
      key,
      position: part.name === undefined ? position : { part: part.name, ...position },
      parser_version: this.parserVersion,
      log_type: logType.name,
      ...encodeRaw(raw),
      first_seen: this.firstSeen,
    };
    if (versionId !== undefined) letter.versionId = versionId;
    return letter;
  }
}

/** The record's own text, out of the document that was rejected. */
function rawMessage(chunk: NormalizedChunk, document: number): string {
  const start = chunk.sourceStarts[document]!;
  const source = Buffer.from(
    chunk.body.buffer,
    chunk.body.byteOffset + start,
    chunk.actionStarts[document + 1]! - start,
  );
  return (JSON.parse(source.toString('utf8')) as { '@message': string })['@message'];
}
