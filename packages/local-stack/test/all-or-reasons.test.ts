import { describe, expect, it } from '@jest/globals';
import { allOrReasons } from '../src/all-or-reasons.ts';
import { MissingToolError } from '../src/errors.ts';

const missing = (tool: string) => new MissingToolError(tool, 'a test', [`install ${tool}`]);

describe('waiting for all', () => {
  it('gives every result in order', async () => {
    expect(await allOrReasons([Promise.resolve(1), 'two'])).toEqual([1, 'two']);
  });

  it('tells every reason', async () => {
    const waiting = allOrReasons([
      Promise.reject(missing('Maven')),
      Promise.resolve(1),
      Promise.reject(missing('Python')),
    ]);

    await expect(waiting).rejects.toThrow(/Maven is missing.*install Maven.*Python is missing.*install Python/s);
  });

  it('throws a lone reason as it is, and a repeated one once', async () => {
    const reason = missing('Python');

    await expect(allOrReasons([Promise.reject(reason), Promise.reject(reason)])).rejects.toBe(reason);
  });
});
