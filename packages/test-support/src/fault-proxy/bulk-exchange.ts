import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { type BulkItemsFault, mergeBulk, splitBulk } from './bulk-faults.ts';
import { readBody, type Upstream } from './upstream.ts';

/** Forwards the items that may live and answers for the others. The answer is whole whatever `filter_path` asked for. */
export async function answerBulk(
  upstream: Upstream,
  incoming: IncomingMessage,
  response: ServerResponse,
  fault: BulkItemsFault,
  random: () => number,
): Promise<void> {
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://proxy');
  searchParams.delete('filter_path');
  const pathIndex = /^\/([^/]+)\/_bulk$/.exec(pathname)?.[1];
  const body = decode(await readBody(incoming), incoming.headers['content-encoding']);
  const { forwarded, answers } = splitBulk(
    body.toString('utf8'),
    pathIndex && decodeURIComponent(pathIndex),
    fault,
    random,
  );

  let serverAnswer: string | undefined;
  if (forwarded !== '') {
    const answer = await upstream.fetch(incoming, {
      path: `${pathname}?${searchParams}`,
      body: Buffer.from(forwarded),
    });
    // The server refused the request as a whole; there is nothing to mix.
    if (answer.status !== 200) {
      response.writeHead(answer.status, answer.headers).end(answer.body);
      return;
    }
    serverAnswer = answer.body.toString('utf8');
  }
  const merged = mergeBulk(serverAnswer, answers);
  response
    .writeHead(200, { 'content-type': 'application/json; charset=UTF-8', 'content-length': Buffer.byteLength(merged) })
    .end(merged);
}

function decode(body: Buffer, encoding: string | undefined): Buffer {
  if (encoding === 'gzip') return gunzipSync(body);
  if (encoding === 'zstd') return zstdDecompressSync(body);
  return body;
}
