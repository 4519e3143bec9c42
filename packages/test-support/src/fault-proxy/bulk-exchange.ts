import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { type BulkItemsFault, mergeBulk, readItems, splitBulk } from './bulk-faults.ts';
import type { BulkItem } from './faults.ts';
import { passResponse, readBody, type Upstream } from './upstream.ts';

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

/** @returns false when a chosen item is in the request: it is not forwarded and has no answer */
export async function passBulkWithout(
  upstream: Upstream,
  incoming: IncomingMessage,
  response: ServerResponse,
  choose: (item: BulkItem) => boolean,
): Promise<boolean> {
  const body = decode(await readBody(incoming), incoming.headers['content-encoding']);
  for (const { item } of readItems(body.toString('utf8'), undefined)) if (choose(item)) return false;
  await passResponse(await upstream.open(incoming, { body }), response);
  return true;
}

function decode(body: Buffer, encoding: string | undefined): Buffer {
  if (encoding === 'gzip') return gunzipSync(body);
  if (encoding === 'zstd') return zstdDecompressSync(body);
  return body;
}
