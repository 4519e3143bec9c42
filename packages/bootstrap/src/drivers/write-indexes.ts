import type { Connection } from '../connection.ts';
import type { JsonObject, LiveObject } from '../model.ts';
import type { Driver } from './driver.ts';

/**
 * The first index behind each alias that workers write to where ISM rolls over. It holds documents from then on, so it is
 * made once and never changed or removed.
 */
export function writeIndexDriver(connection: Connection): Driver {
  return {
    kind: 'write-index',
    inServerless: false,
    showsUnmanaged: false,
    isKept: true,
    async list(desired) {
      if (desired.length === 0) return [];
      const { body } = await connection.must('GET', '/_alias', undefined, { expected: [404] });
      const wanted = new Set(desired.map(({ name }) => name));
      const found = new Map<string, LiveObject>();
      for (const [index, entry] of Object.entries(body)) {
        const aliases = ((entry as JsonObject)['aliases'] ?? {}) as JsonObject;
        for (const name of Object.keys(aliases)) {
          if (wanted.has(name)) found.set(name, { name, body: { alias: name, index }, isMarked: undefined });
        }
      }
      return [...found.values()];
    },
    // Which index is behind the alias is ISM's to decide.
    comparable: ({ alias }) => ({ alias }),
    async put({ name, body }) {
      await connection.must('PUT', `/${encodeURIComponent(String(body['index']))}`, {
        aliases: { [name]: { is_write_index: true } },
      });
      return undefined;
    },
    async remove() {
      throw new Error('A write index holds documents; bootstrap never removes one');
    },
  };
}
