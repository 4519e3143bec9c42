import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { type Client, errors } from '@opensearch-project/opensearch';

const gzipAsync = promisify(gzip);

/** Any HTTP answer, whatever its status. */
export interface Answer {
  readonly status: number;
  /** Parsed JSON, or text where it is none. */
  readonly body: unknown;
  /** Of the Retry-After header; 0 without one. */
  readonly retryAfterMs: number;
}

/** What an outage is called that begins with a request without an answer. */
export function outageReason(code: NoAnswerError['code']): string {
  return code === 'refused' ? 'unreachable' : 'no_answer';
}

/** There was no answer: connection refused or broken, time over, answer cut off, credentials not to be had. */
export class NoAnswerError extends Error {
  readonly code: 'refused' | 'no_answer';

  constructor(code: 'refused' | 'no_answer', cause: unknown) {
    super(`OpenSearch did not answer: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'NoAnswerError';
    this.code = code;
  }
}

export interface TransportRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly signal: AbortSignal;
}

/** The indexer's way to the cluster. */
export interface Transport {
  /** @throws NoAnswerError */
  send(request: TransportRequest): Promise<Answer>;
}

/**
 * Sends through the OpenSearch client's transport, which takes a Buffer as it is (no copy, no serialising) and keeps
 * connections, TLS and signatures in one place. Left aside of it: its retries (they would repeat whole requests
 * without telling) and its gzip (level 6 takes four times the CPU of level 1 for a tenth of the bytes).
 */
export function openSearchTransport(client: Client, compression: 'gzip' | 'none'): Transport {
  return {
    async send({ method, path, query = {}, body, signal }) {
      const compressed = compression === 'gzip' && body !== undefined;
      const bytes = compressed ? await gzipAsync(body, { level: constants.Z_BEST_SPEED }) : body;
      signal.throwIfAborted();
      const request = client.transport.request(
        { method, path, querystring: query, ...(bytes && { bulkBody: bytes }) },
        { maxRetries: 0, headers: compressed ? { 'content-encoding': 'gzip' } : {} },
      );
      // Nothing is returned: an event target takes a thenable for a promise of its own and throws what it rejects with.
      const abort = () => {
        request.abort();
      };
      signal.addEventListener('abort', abort, { once: true });
      try {
        const { statusCode, headers, body: answer } = await request;
        return { status: statusCode ?? 0, body: answer, retryAfterMs: retryAfterMs(headers) };
      } catch (error) {
        if (!(error instanceof errors.ResponseError)) throw new NoAnswerError(failureCode(error), error);
        const { statusCode, headers, body: answer } = error.meta;
        return { status: statusCode ?? 0, body: answer, retryAfterMs: retryAfterMs(headers) };
      } finally {
        signal.removeEventListener('abort', abort);
      }
    },
  };
}

function failureCode(error: unknown): 'refused' | 'no_answer' {
  return error instanceof Error && /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH/.test(error.message)
    ? 'refused'
    : 'no_answer';
}

/** Seconds or a date (RFC 9110, 10.2.3). */
function retryAfterMs(headers: Readonly<Record<string, unknown>> | null | undefined): number {
  const value = headers?.['retry-after'];
  if (typeof value !== 'string') return 0;
  const milliseconds = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  // An hour is more than any server means; a wrong clock must not stop the writer for a day.
  return Number.isFinite(milliseconds) ? Math.min(Math.max(milliseconds, 0), 3_600_000) : 0;
}
