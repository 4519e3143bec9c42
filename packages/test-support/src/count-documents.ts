import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@opensearch-project/opensearch';

const attempts = 200;
const pauseMs = 50;

type Query = Readonly<Record<string, unknown>>;

/**
 * Documents of the indexes, those of the last moment included. An answer that some shards did not take part in looks like
 * any other but for a number in it, and a busy server and an index that is just made give such answers: asked again.
 * @returns 0 where no index has such a name
 * @throws Error with what the server says, when that is final or stays so
 */
export async function countDocuments(client: Client, index: string, query: Query = { match_all: {} }): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await countOnce(client, index, query);
    } catch (error) {
      if (!isPassing(error) || attempt === attempts) throw error;
      await delay(pauseMs);
    }
  }
}

async function countOnce(client: Client, index: string, query: Query): Promise<number> {
  const common = { index, allow_no_indices: true };
  const refreshed = (await client.indices.refresh(common)).body._shards;
  const { count, _shards: counted } = (await client.count({ ...common, body: { query: query as never } })).body;
  // A refresh counts the copies that are nowhere among the total.
  const isWhole = refreshed?.failed === 0 && counted.failed === 0 && counted.successful === counted.total;
  if (!isWhole) throw new PartialAnswerError(`${index} answers in part: ${JSON.stringify({ refreshed, counted })}`);
  return count;
}

class PartialAnswerError extends Error {}

/** 429: a full queue or a circuit breaker; 503: no shard that could answer. */
function isPassing(error: unknown): boolean {
  const { statusCode } = error as { statusCode?: number };
  return error instanceof PartialAnswerError || statusCode === 429 || statusCode === 503;
}
