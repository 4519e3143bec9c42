import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** The server's whole answer. */
export interface Answer {
  readonly status: number;
  readonly headers: string[];
  readonly body: Buffer;
}

export interface ReplacedRequest {
  readonly path?: string;
  readonly body?: Buffer;
}

/** Headers that belong to one connection and must not travel on. */
const hopHeaders = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'expect',
  'proxy-connection',
  'upgrade',
  'te',
  'trailer',
]);

/** The real server behind the proxy. */
export class Upstream {
  readonly #target: URL;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(target: string) {
    this.#target = new URL(target);
  }

  /** Forwards the request while it comes in; resolves with the answer's head. */
  open(incoming: IncomingMessage, replaced: ReplacedRequest = {}): Promise<IncomingMessage> {
    const headers: Record<string, string | string[]> = {};
    for (const [name, value] of Object.entries(incoming.headers)) {
      if (value !== undefined && !hopHeaders.has(name)) headers[name] = value;
    }
    if (replaced.body) {
      // The body was decoded to be changed, and the answer must be readable.
      for (const name of ['content-encoding', 'content-length', 'accept-encoding']) delete headers[name];
      headers['content-length'] = String(replaced.body.length);
    }
    return new Promise((resolve, reject) => {
      const outgoing = request({
        agent: this.#agent,
        host: this.#target.hostname,
        port: this.#target.port,
        method: incoming.method,
        path: replaced.path ?? incoming.url,
        headers,
      });
      outgoing.once('response', resolve).once('error', reject);
      incoming.once('aborted', () => outgoing.destroy());
      if (replaced.body) outgoing.end(replaced.body);
      else pipeline(incoming, outgoing).catch(reject);
    });
  }

  async fetch(incoming: IncomingMessage, replaced?: ReplacedRequest): Promise<Answer> {
    const answer = await this.open(incoming, replaced);
    return { status: answer.statusCode ?? 502, headers: endToEndHeaders(answer), body: await readBody(answer) };
  }

  close(): void {
    this.#agent.destroy();
  }
}

export async function readBody(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

export async function passResponse(answer: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(answer.statusCode ?? 502, endToEndHeaders(answer));
  await pipeline(answer, response);
}

/** The client learns the whole length, gets half of it, and then the end of the connection. */
export function cutResponse(answer: Answer, response: ServerResponse): void {
  stallResponse(answer, response);
  response.socket?.destroySoon();
}

/** The client learns the whole length, gets half of it, and then nothing. */
export function stallResponse({ status, headers, body }: Answer, response: ServerResponse): void {
  const hasLength = headers.some((header, index) => index % 2 === 0 && header.toLowerCase() === 'content-length');
  response.writeHead(status, hasLength ? headers : [...headers, 'content-length', String(body.length)]);
  response.flushHeaders();
  response.write(body.subarray(0, body.length >> 1));
}

export function rewriteResponse(
  { status, headers, body }: Answer,
  response: ServerResponse,
  change: (body: Buffer) => string | Buffer,
): void {
  const changed = Buffer.from(change(body));
  const kept = headers.flatMap((value, i) =>
    i % 2 === 0 && value.toLowerCase() !== 'content-length' ? [value, headers[i + 1]!] : [],
  );
  response.writeHead(status, [...kept, 'content-length', String(changed.length)]).end(changed);
}

const piecesPerSecond = 10;

export async function slowResponse(
  { status, headers, body }: Answer,
  response: ServerResponse,
  bytesPerSecond: number,
  signal: AbortSignal,
): Promise<void> {
  response.writeHead(status, headers);
  const pieceBytes = Math.max(1, Math.ceil(bytesPerSecond / piecesPerSecond));
  for (let at = 0; at < body.length && !response.destroyed; at += pieceBytes) {
    response.write(body.subarray(at, at + pieceBytes));
    await sleep(1000 / piecesPerSecond, undefined, { signal });
  }
  response.end();
}

function endToEndHeaders({ rawHeaders }: IncomingMessage): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (!hopHeaders.has(name.toLowerCase())) kept.push(name, rawHeaders[index + 1] ?? '');
  }
  return kept;
}
