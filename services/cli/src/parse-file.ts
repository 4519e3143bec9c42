import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { detectLogType } from '@siem/content-detection';
import { fileSource, ObjectReadError } from '@siem/decompression';
import type { ExclusionRules } from '@siem/exclusion';
import type { LogTypes } from '@siem/log-type';
import type { NormalizedChunk, Normalizer } from '@siem/normalizer';
import { type DeadLetter, Ledger, type LoadDeps, loadObject } from '@siem/object-loader';

export interface ParseRequest {
  file: string;
  bucket: string;
  key: string;
}

export interface ParseTools {
  logTypes: LogTypes;
  normalizer: Normalizer;
  /** Ingest time, epoch milliseconds; the clock's where undefined. */
  nowMs: number | undefined;
  /** Whether files are looked into whose key says nothing. @defaultvalue `true` */
  detectContent?: boolean;
  exclusions: ExclusionRules;
}

export interface ParseSinks {
  /** Lines with their newline; resolves when more may come. */
  documents(lines: string): Promise<void>;
  deadLetters(letters: readonly DeadLetter[]): Promise<void>;
}

/** What became of a file; `outcome` says why there may be nothing. */
export interface ParseResult {
  outcome: 'loaded' | 'unreadable' | 'ignored' | 'excluded' | 'unknown_log_type';
  reason?: string;
  logType?: string;
  ledger: Ledger;
}

export const parserVersion = 'siem/0.1.0';

/** Runs the real reader, parser and enricher on a local file; documents go to the sink instead of OpenSearch. */
export async function parseFile(
  request: ParseRequest,
  { logTypes, normalizer, nowMs, detectContent = true, exclusions }: ParseTools,
  sinks: ParseSinks,
): Promise<ParseResult> {
  const { bucket, key } = request;
  const match = logTypes.forKey(key);
  if (match.kind === 'ignored') return { outcome: 'ignored', reason: match.reason, ledger: new Ledger() };
  const ledger = new Ledger();
  let logType = match.kind === 'log-type' ? match.definition : undefined;
  try {
    const source = await fileSource(request.file);
    logType ??= detectContent ? (await detectLogType(source, logTypes.all))?.definition : undefined;
    if (logType === undefined) {
      const content = detectContent ? ', nor does one recognise the content' : '';
      const reason = `no log type has a key pattern that matches '${key}'${content}`;
      return { outcome: 'unknown_log_type', reason, ledger };
    }
    const rule = exclusions.ofObject(key, logType.name);
    if (rule !== undefined)
      return { outcome: 'excluded', reason: `by the rule '${rule}'`, logType: logType.name, ledger };
    const deps: LoadDeps = {
      normalize: (task) => normalizer.normalize(task),
      index: async (chunk) => {
        await sinks.documents(documentLines(chunk));
        return { indexed: chunk.sourceStarts.length, duplicate: 0, safeForm: 0, rejected: [] };
      },
      deadLetter: (letters) => sinks.deadLetters(letters),
      parserVersion,
      concurrency: 1,
    };
    if (nowMs !== undefined) deps.now = () => nowMs;
    await loadObject({ bucket, key, source, logType }, deps, ledger);
    return { outcome: 'loaded', logType: logType.name, ledger };
  } catch (error) {
    if (!(error instanceof ObjectReadError) && (error as NodeJS.ErrnoException).code === undefined) throw error;
    const found = logType === undefined ? {} : { logType: logType.name };
    return { outcome: 'unreadable', ...found, reason: (error as Error).message, ledger };
  }
}

/** `{"_index":…,"_id":…,"_source":{…}}` per document, from the rendered bulk lines. */
function documentLines(chunk: NormalizedChunk): string {
  const body = Buffer.from(chunk.body.buffer, chunk.body.byteOffset, chunk.body.length);
  let lines = '';
  for (let i = 0; i < chunk.sourceStarts.length; i++) {
    const action = body.toString('utf8', chunk.actionStarts[i], chunk.sourceStarts[i]! - 1);
    const source = body.toString('utf8', chunk.sourceStarts[i], chunk.actionStarts[i + 1]! - 1);
    // {"create":{"_index":…,"_id":…}} without its outer object is the head of the line.
    lines += `${action.slice('{"create":'.length, -2)},"_source":${source}}\n`;
  }
  return lines;
}

/** The ledger's line, the last one of a result. */
export function ledgerLine(request: ParseRequest, result: ParseResult): string {
  const { outcome, reason, logType, ledger } = result;
  const facts = { bucket: request.bucket, key: request.key, log_type: logType, outcome, reason };
  return `${JSON.stringify({ ledger: { ...facts, ...ledger.toJSON() } })}\n`;
}

/** Exit code: 0 when the ledger balances, 2 for an object that could not be read, 1 otherwise. */
export function exitCode(result: ParseResult): number {
  if (result.outcome === 'unreadable') return 2;
  return result.ledger.balances ? 0 : 1;
}

/** Writes with backpressure. */
export function writeTo(stream: NodeJS.WritableStream | WriteStream): (text: string) => Promise<void> {
  return (text) =>
    new Promise((resolve, reject) => {
      const done = (error?: Error | null) => (error ? reject(error) : resolve());
      if (text === '') resolve();
      else stream.write(text, done);
    });
}

export async function withOutputFile<T>(
  path: string,
  work: (write: (text: string) => Promise<void>) => Promise<T>,
): Promise<T> {
  const stream = createWriteStream(path);
  try {
    return await work(writeTo(stream));
  } finally {
    stream.end();
    await finished(stream);
  }
}
