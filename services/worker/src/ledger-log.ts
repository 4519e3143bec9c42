import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import type { BulkIndexer } from '@siem/bulk-indexer';
import type { ObjectSource } from '@siem/decompression';
import { readKeyFacts } from '@siem/normalizer';
import type { Ledger } from '@siem/object-loader';
import type { ReceivedMessage, S3ObjectReference } from '@siem/queue';
import { workerVersion } from './version.ts';

/** What became of one S3 object. */
export interface LedgerEntry {
  reference: S3ObjectReference;
  message: ReceivedMessage;
  logType: string | undefined;
  /** `loaded`, `unreadable`, `gone`, `excluded`, `unknown_log_type`, … */
  outcome: string;
  reason?: string;
  source?: Pick<ObjectSource, 'etag' | 'storedMs'>;
  ledger: Ledger;
  startedMs: number;
  finishedMs: number;
}

/**
 * Keeps one document per object and outcome in `siem-ledger-<year>-<month>`, so that "was this file loaded, when, and how
 * many records?" has an answer. The index and the id follow from the object, so that a second delivery changes nothing.
 */
export class LedgerLog {
  private readonly bulkIndexer: BulkIndexer;
  private readonly onFailure: (reason: string) => void;
  private readonly patienceMs: number;

  /**
   * @param onFailure a document could not be written; the object's records are none the worse for it
   * @param patienceMs with an index that takes nothing while others do: objects that are done shall not wait for it
   */
  constructor(bulkIndexer: BulkIndexer, onFailure: (reason: string) => void, patienceMs = 10_000) {
    this.bulkIndexer = bulkIndexer;
    this.onFailure = onFailure;
    this.patienceMs = patienceMs;
  }

  /** Resolves when the document is written, or cannot be. @throws only when aborted */
  async write(entry: LedgerEntry, signal: AbortSignal): Promise<void> {
    const index = indexOf(entry);
    const action = `${JSON.stringify({ create: { _index: index, _id: idOf(entry) } })}\n`;
    const body = Buffer.from(`${action}${JSON.stringify(documentOf(entry))}\n`);
    const chunk = {
      body,
      actionStarts: Uint32Array.of(0, body.length),
      sourceStarts: Uint32Array.of(Buffer.byteLength(action)),
    };
    const givenUp = new AbortController();
    const watch = setInterval(() => {
      const reason = this.whyStuck(index);
      if (reason !== undefined) givenUp.abort(new Error(`${index} takes nothing (${reason})`));
    }, this.patienceMs / 5);
    try {
      const { rejected } = await this.bulkIndexer.index(chunk, AbortSignal.any([signal, givenUp.signal]));
      if (rejected[0] !== undefined) this.onFailure(`${rejected[0].type}: ${rejected[0].reason}`);
    } catch (error) {
      signal.throwIfAborted();
      this.onFailure((error as Error).message);
    } finally {
      clearInterval(watch);
    }
  }

  private whyStuck(index: string): string | undefined {
    if (this.bulkIndexer.state === 'unavailable') return undefined;
    return this.bulkIndexer.stuckIndexes.find((stuck) => stuck.index === index && stuck.forMs > this.patienceMs)
      ?.reason;
  }
}

/** When the object came to be, as every delivery of its notification says. */
function notifiedMs({ reference, source, message }: LedgerEntry): number {
  const eventMs = Date.parse(reference.eventTime ?? '');
  return Number.isNaN(eventMs) ? (source?.storedMs ?? message.firstReceivedMs) : eventMs;
}

function indexOf(entry: LedgerEntry): string {
  return `siem-ledger-${new Date(notifiedMs(entry)).toISOString().slice(0, 7)}`;
}

function idOf({ reference, source, outcome, ledger, message }: LedgerEntry): string {
  const { bucket, key, versionId } = reference;
  const object = createHash('md5')
    .update(`${bucket}\n${key}\n${source?.etag ?? versionId ?? ''}\n${outcome}`)
    .digest('hex');
  // What does not add up is tried again; each time is worth a look.
  return ledger.balances ? object : `${object}-${message.receiveCount}`;
}

function documentOf(entry: LedgerEntry): Record<string, unknown> {
  const { reference, message, ledger, startedMs, finishedMs } = entry;
  const { accountId, region } = readKeyFacts(reference.key);
  const notified = notifiedMs(entry);
  return {
    '@timestamp': new Date(finishedMs).toISOString(),
    bucket: reference.bucket,
    key: reference.key,
    version: reference.versionId,
    etag: entry.source?.etag?.replaceAll('"', ''),
    size_bytes: reference.sizeBytes,
    log_type: entry.logType,
    outcome: entry.outcome,
    reason: entry.reason?.slice(0, 1000),
    account_id: accountId,
    region: region ?? reference.region,
    ...ledger.toJSON(),
    first_event_at: ledger.firstEvent,
    last_event_at: ledger.lastEvent,
    notified_at: new Date(notified).toISOString(),
    started_at: new Date(startedMs).toISOString(),
    finished_at: new Date(finishedMs).toISOString(),
    lag_ms: Math.max(0, Math.round(finishedMs - notified)),
    duration_ms: Math.round(finishedMs - startedMs),
    receive_count: message.receiveCount,
    message_id: message.id,
    parser_version: workerVersion,
    worker: hostname(),
  };
}
