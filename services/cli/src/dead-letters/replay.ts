import type { SQSClient } from '@aws-sdk/client-sqs';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { BulkIndexer } from '@siem/bulk-indexer';
import { memorySource } from '@siem/decompression';
import type { LogTypes } from '@siem/log-type';
import type { NormalizedChunk, Normalizer } from '@siem/normalizer';
import { type DeadLetter, type IndexOutcome, loadObject } from '@siem/object-loader';

/** What becomes, or would become, of a dead letter with today's definitions. */
export type ReplayOutcome =
  | { kind: 'document'; documents: readonly { index: string; id: string; source: string }[]; duplicates: number }
  /** The object as a whole could not be read: it is put into the queue again. */
  | { kind: 'requeue' }
  | { kind: 'excluded' }
  | { kind: 'still-dead'; code: string; reason: string };

export interface ReplayDeps {
  logTypes: LogTypes;
  normalizer: Normalizer;
  /** Undefined: nothing is written. */
  target: { indexer: BulkIndexer; sqs: SQSClient; queueUrl: string } | undefined;
}

/**
 * Parses the record of a dead letter again; ids follow from the content, so a second replay changes nothing.
 * Records whose object has a header line are parsed with the log type's default header.
 */
export async function replayLetter(letter: DeadLetter, deps: ReplayDeps): Promise<ReplayOutcome> {
  if (letter.code.startsWith('object_')) {
    if (deps.target !== undefined) await requeue(letter, deps.target);
    return { kind: 'requeue' };
  }
  const logType = deps.logTypes.find(letter.log_type);
  if (logType === undefined)
    return {
      kind: 'still-dead',
      code: 'unknown_log_type',
      reason: `there is no log type '${letter.log_type}' any more`,
    };
  if (letter.raw_total_bytes !== undefined)
    return {
      kind: 'still-dead',
      code: letter.code,
      reason: `only the first bytes of ${letter.raw_total_bytes} were kept`,
    };
  const documents: { index: string; id: string; source: string }[] = [];
  const dead: DeadLetter[] = [];
  const raw = Buffer.from(letter.raw, letter.raw_encoding);
  const ledger = await loadObject(
    {
      bucket: letter.bucket,
      key: letter.key,
      source: memorySource(raw),
      logType,
      firstSeenMs: Date.parse(letter.first_seen),
    },
    {
      normalize: (task) => deps.normalizer.normalize(task),
      async index(chunk) {
        documents.push(...documentsOf(chunk));
        return deps.target === undefined ? accepted(chunk) : deps.target.indexer.index(chunk);
      },
      async deadLetter(letters) {
        dead.push(...letters);
      },
      parserVersion: 'replay',
      concurrency: 1,
    },
  );
  const [first] = dead;
  if (first !== undefined) return { kind: 'still-dead', code: first.code, reason: first.reason };
  return documents.length === 0 ? { kind: 'excluded' } : { kind: 'document', documents, duplicates: ledger.duplicate };
}

function accepted({ sourceStarts }: NormalizedChunk): IndexOutcome {
  return { indexed: sourceStarts.length, duplicate: 0, safeForm: 0, rejected: [] };
}

function* documentsOf(chunk: NormalizedChunk): Generator<{ index: string; id: string; source: string }> {
  const body = Buffer.from(chunk.body.buffer, chunk.body.byteOffset, chunk.body.length);
  for (let i = 0; i < chunk.sourceStarts.length; i++) {
    const action = JSON.parse(body.toString('utf8', chunk.actionStarts[i], chunk.sourceStarts[i])) as {
      create: { _index: string; _id: string };
    };
    const source = body.toString('utf8', chunk.sourceStarts[i], chunk.actionStarts[i + 1]! - 1);
    yield { index: action.create._index, id: action.create._id, source };
  }
}

async function requeue({ bucket, key, versionId }: DeadLetter, { sqs, queueUrl }: NonNullable<ReplayDeps['target']>) {
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: notificationFor({ bucket, key, ...(versionId && { versionId }) }),
    }),
  );
}

/** What S3 would have sent for the object. */
export function notificationFor({
  bucket,
  key,
  versionId,
  size,
}: {
  bucket: string;
  key: string;
  versionId?: string;
  size?: number;
}): string {
  return JSON.stringify({
    Records: [
      {
        eventSource: 'aws:s3',
        eventName: 'ObjectCreated:Put',
        eventTime: new Date().toISOString(),
        s3: {
          bucket: { name: bucket },
          object: { key: encodeURIComponent(key).replaceAll('%2F', '/'), versionId, size },
        },
      },
    ],
  });
}
