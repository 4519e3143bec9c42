import type { ObjectSource } from '@siem/decompression';
import type { Derived, Enrichment, LogTypeDefinition, RawRecord, RecordMeta } from '@siem/log-type';
import { defaultNaming, type NormalizedChunk, Normalizer } from '@siem/normalizer';
import { type DeadLetter, Ledger, loadObject } from '@siem/object-loader';

export interface RecordRequest {
  bucket: string;
  key: string;
  source: ObjectSource;
  definition: LogTypeDefinition;
  /** Number of the document, from 1. */
  number: number;
  nowMs: number;
}

/** A record on its way: as it was read, what `derive` made of it, and the document. */
export interface TracedRecord {
  index: string;
  id: string;
  document: Record<string, unknown>;
  /** Before `derive` saw it. Undefined: the record's text could not be parsed. */
  raw: RawRecord | undefined;
  /** After it. */
  record: RawRecord;
  derived: Derived | undefined;
  meta: RecordMeta;
  accountId: string | undefined;
  region: string | undefined;
}

export interface Trace {
  ledger: Ledger;
  deadLetters: readonly DeadLetter[];
  /** Undefined: the object has fewer documents. */
  traced: TracedRecord | undefined;
}

type Step = Omit<TracedRecord, 'index' | 'id' | 'document'> & { text: string };

const mostDeadLetters = 20;

/**
 * Runs the object through the real pipeline with a definition that also writes down what it was given.
 * @throws ObjectReadError and errors of the source
 */
export async function traceRecord(request: RecordRequest, enrich: Enrichment): Promise<Trace> {
  const { bucket, key, source, definition, number, nowMs } = request;
  const steps: Step[] = [];
  const deadLetters: DeadLetter[] = [];
  let documents = 0;
  let traced: TracedRecord | undefined;
  const recording = record(definition, steps, () => traced === undefined);
  const normalizer = new Normalizer(async () => recording, enrich, { naming: defaultNaming });
  const ledger = new Ledger();
  await loadObject(
    { bucket, key, source, logType: recording },
    {
      normalize: (task) => normalizer.normalize(task),
      index: async (chunk) => {
        const position = number - 1 - documents;
        documents += chunk.sourceStarts.length;
        if (position >= 0 && position < chunk.sourceStarts.length) traced = find(chunk, position, steps);
        steps.length = 0;
        return { indexed: chunk.sourceStarts.length, duplicate: 0, safeForm: 0, rejected: [] };
      },
      deadLetter: async (letters) => {
        deadLetters.push(...letters.slice(0, mostDeadLetters - deadLetters.length));
      },
      parserVersion: 'explain',
      // One after the other, so that the steps are those of the chunk that is indexed next.
      concurrency: 1,
      now: () => nowMs,
    },
    ledger,
  );
  return { ledger, deadLetters, traced };
}

function record(definition: LogTypeDefinition, steps: Step[], isWanted: () => boolean): LogTypeDefinition {
  return {
    ...definition,
    derive(record, context) {
      if (!isWanted()) return definition.derive?.(record, context);
      const step: Step = {
        text: context.raw,
        raw: structuredClone(record),
        record,
        derived: undefined,
        meta: { ...context.meta },
        accountId: context.accountId,
        region: context.region,
      };
      steps.push(step);
      step.derived = definition.derive?.(record, context);
      // The compiled function goes on changing it.
      step.record = structuredClone(record);
      return step.derived;
    },
  };
}

/** Documents come in the order of the steps; steps of records that became none are passed over. */
function find(chunk: NormalizedChunk, position: number, steps: readonly Step[]): TracedRecord {
  let next = 0;
  for (let i = 0; ; i++) {
    const { document, ...action } = documentAt(chunk, i);
    const at = steps.findIndex((step, n) => n >= next && step.text === document['@message']);
    if (at >= 0) next = at + 1;
    if (i < position) continue;
    const none = { raw: undefined, record: {}, derived: undefined, meta: {}, accountId: undefined, region: undefined };
    return { ...(at < 0 ? none : steps[at]!), ...action, document };
  }
}

function documentAt(chunk: NormalizedChunk, i: number) {
  const body = Buffer.from(chunk.body.buffer, chunk.body.byteOffset, chunk.body.length);
  const { create } = JSON.parse(body.toString('utf8', chunk.actionStarts[i], chunk.sourceStarts[i])) as {
    create: { _index: string; _id: string };
  };
  const document = JSON.parse(body.toString('utf8', chunk.sourceStarts[i], chunk.actionStarts[i + 1])) as Record<
    string,
    unknown
  >;
  return { index: create._index, id: create._id, document };
}
