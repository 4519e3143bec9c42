import { Client } from '@opensearch-project/opensearch';
import {
  type FaultProxy,
  type FaultProxyOptions,
  startFaultProxy,
  type TestScope,
  type TestStack,
} from '@siem/test-support';
import { BulkIndexer, type BulkIndexerOptions } from '../src/index.ts';
import type { Scheduler } from '../src/scheduler.ts';
import { documents, renderedChunk } from './rendered.ts';

/** An indexer that writes through a fault proxy into the real OpenSearch, with indexes of its own. */
export interface BulkFixture {
  readonly proxy: FaultProxy;
  readonly indexer: BulkIndexer;
  /** Counts of the indexer's metrics, labels included: `siem_bulk_documents_total state=indexed`. */
  readonly counts: Map<string, number>;
  readonly gauges: Map<string, number[]>;
  /** Pauses that were asked for, in milliseconds. */
  readonly delaysMs: number[];
  index(name: string): string;
  /** Ids in the index, sorted; none when it does not exist. */
  ids(index: string): Promise<string[]>;
  source(index: string, id: string): Promise<Record<string, unknown>>;
  search(index: string, query: Record<string, unknown>): Promise<string[]>;
  /** Resolves when it has asked for siblings so many times more; it asks only while it has something to write. */
  asksForSiblings(times: number): Promise<void>;
  /** Resolves when enough has gone through the proxy. */
  exchanged(isEnough: () => boolean): Promise<void>;
  stop(): Promise<void>;
}

/** The indexer's pauses and time limits pass this many times faster, so that no test waits for them. */
const timesFaster = 20;

function fastScheduler(delaysMs: number[]): Scheduler {
  return {
    now: () => performance.now() * timesFaster,
    after: (delayMs, task) => {
      delaysMs.push(delayMs);
      const timer = setTimeout(task, delayMs / timesFaster);
      return () => clearTimeout(timer);
    },
  };
}

export async function startBulkFixture(
  stack: TestStack,
  scope: TestScope,
  options: BulkIndexerOptions = {},
  proxyOptions: Partial<FaultProxyOptions> = {},
): Promise<BulkFixture> {
  const proxy = await startFaultProxy({ target: stack.endpoints.opensearchUrl, seed: 7, ...proxyOptions });
  const client = new Client({ node: proxy.url, requestTimeout: 600_000 });
  const counts = new Map<string, number>();
  const gauges = new Map<string, number[]>();
  const delaysMs: number[] = [];
  const indexer = new BulkIndexer(client, {
    siblingPatterns: [`${scope.indexPrefix}*_*`],
    requestTimeoutMs: 600_000,
    scheduler: fastScheduler(delaysMs),
    metrics: {
      count: (name, amount, labels) => {
        const key = [name, ...Object.entries(labels).map(([label, value]) => `${label}=${value}`)].join(' ');
        counts.set(key, (counts.get(key) ?? 0) + amount);
      },
      gauge: (name, value) => gauges.set(name, [...(gauges.get(name) ?? []), value]),
      observe: () => {},
    },
    ...options,
  });
  return {
    proxy,
    indexer,
    counts,
    gauges,
    delaysMs,
    index: (name) => `${scope.indexPrefix}${name}`,
    ids: (index) => search(stack, index, { match_all: {} }),
    async source(index, id) {
      const { body } = await stack.opensearch.get({ index, id });
      return body._source as Record<string, unknown>;
    },
    search: (index, query) => search(stack, index, query),
    async asksForSiblings(times) {
      const asked = () => proxy.exchanges.filter(({ request }) => request.path.startsWith('/_resolve/')).length;
      const before = asked();
      for (let i = 0; asked() < before + times; i++)
        await indexer.index(renderedChunk(documents(`${scope.indexPrefix}other`, 1, `ask-${before}-${i}`)));
    },
    async exchanged(isEnough) {
      while (!isEnough()) await new Promise((resolve) => setTimeout(resolve, 2));
    },
    async stop() {
      proxy.pass();
      await indexer.close();
      await client.close();
      await proxy.stop();
    },
  };
}

async function search({ opensearch }: TestStack, index: string, query: Record<string, unknown>): Promise<string[]> {
  await opensearch.indices.refresh({ index, ignore_unavailable: true });
  const { body } = await opensearch.search({
    index,
    ignore_unavailable: true,
    size: 10_000,
    _source: false,
    body: { query: query as never },
  });
  return body.hits.hits.map(({ _id }) => String(_id)).sort();
}

/** Resolves with the state as soon as the indexer is in it. */
export function reachedState(indexer: BulkIndexer, wanted: BulkIndexer['state']): Promise<string> {
  return new Promise((resolve) => {
    if (indexer.state === wanted) {
      resolve('already');
      return;
    }
    const forget = indexer.onStateChange(({ state, reason }) => {
      if (state !== wanted) return;
      forget();
      resolve(reason);
    });
  });
}
