import { describe, expect, it } from '@jest/globals';
import { ObjectRetryError } from '../src/errors.ts';
import { type GetRequest, type GetResponse, ResumableSource } from '../src/resumable-source.ts';
import { asObjectStoreError } from '../src/s3-errors.ts';

const object = { bucket: 'logs', key: 'a.log' };
const whole = Buffer.from(Array.from({ length: 50_000 }, (_, i) => i % 251));

/** A store with a clock: each body comes in pieces of this many bytes, one a second. */
function slowStore(bytesPerSecond: (read: number) => number) {
  let nowMs = 0;
  const requests: GetRequest[] = [];
  async function get(request: GetRequest): Promise<GetResponse> {
    const speed = bytesPerSecond(requests.push(request));
    const first = request.range?.start ?? 0;
    async function* body() {
      for (let at = first; at < whole.length; at += speed) {
        nowMs += 1_000;
        yield whole.subarray(at, at + speed);
      }
    }
    return { body: body(), etag: '"e"', storedMs: 0, objectBytes: whole.length, firstByte: first };
  }
  const options = { now: () => nowMs, wait: async () => undefined };
  const actions = { get, asError: (error: unknown) => asObjectStoreError(error, object) };
  const source = new ResumableSource(object, whole.length, actions, options);
  return { requests, source, pass: (ms: number) => (nowMs += ms) };
}

async function readAll({ source, pass }: ReturnType<typeof slowStore>, readerMs = 0): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source.stream()) {
    pieces.push(piece);
    pass(readerMs);
  }
  return Buffer.concat(pieces);
}

describe('a body that comes more slowly than a KiB a second', () => {
  it('is given up after half a minute, and the next one goes on where it was', async () => {
    const store = slowStore((read) => (read === 1 ? 1 : 20_000));

    const bytes = await readAll(store);

    expect(bytes.equals(whole)).toBe(true);
    expect(store.requests).toEqual([{}, { range: { start: 30 }, etag: '"e"' }]);
  });

  it('makes the object one to try again later when every other is as slow', async () => {
    const store = slowStore(() => 1);

    const reading = readAll(store);

    await expect(reading).rejects.toThrow('s3://logs/a.log: 30 bytes in 30 s, read from byte 120 on, are too few');
    await expect(reading).rejects.toBeInstanceOf(ObjectRetryError);
    expect(store.requests).toHaveLength(5);
  });

  it('is none when the reader takes its time', async () => {
    const store = slowStore(() => 20_000);

    await readAll(store, 3_600_000);

    expect(store.requests).toHaveLength(1);
  });

  it('is none when it is slow and whole', async () => {
    const store = slowStore(() => 1_100);

    const bytes = await readAll(store);

    expect(bytes.equals(whole)).toBe(true);
    expect(store.requests).toHaveLength(1);
  });
});
