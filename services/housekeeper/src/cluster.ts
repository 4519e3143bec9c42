import type { Client } from '@opensearch-project/opensearch';

export type StorageTier = 'hot' | 'warm' | 'cold';

/** One index as `_cat/indices` or the list of cold indexes has it. */
export interface IndexState {
  readonly name: string;
  readonly health: string | undefined;
  readonly status: string | undefined;
  readonly uuid: string | undefined;
  readonly tier: StorageTier | undefined;
  readonly primaries: number | undefined;
  readonly replicas: number | undefined;
  readonly createdAt: string | undefined;
  readonly docs?: { count: number | undefined; deleted: number | undefined };
  /** Of cold indexes, which have no statistics. */
  readonly cold?: { size: number | undefined; start: string | undefined; end: string | undefined };
}

/** A row of `_cat/shards`. */
export interface ShardRow {
  readonly index: string;
  readonly shard: string;
  readonly prirep: string;
  readonly state: string;
  readonly docs?: string | null;
  readonly store?: string | null;
  readonly id?: string | null;
  readonly node?: string | null;
}

export type IndexStatistics = Readonly<Record<string, unknown>>;

type CatRow = Readonly<Record<string, string | null | undefined>>;

const columns = 'health,status,index,uuid,pri,rep,creation.date.string,docs.count,docs.deleted';
const statisticsOf = ['docs', 'store', 'indexing', 'merge', 'refresh', 'segments', 'fielddata', 'search'];
/** Answers of whole clusters are large; what nobody reads stays there. */
const statisticsPaths = 'indices.*.uuid,indices.*.primaries,indices.*.total';

/** What the cluster says about itself. Requests that only Amazon OpenSearch Service knows give nothing elsewhere. */
export class Cluster {
  private readonly client: Client;
  private readonly collection: string | undefined;

  /** @param collection id of a serverless collection, which answers few of these requests; undefined for clusters */
  constructor(client: Client, collection?: string) {
    this.client = client;
    this.collection = collection;
  }

  get isServerless(): boolean {
    return this.collection !== undefined;
  }

  async identity(): Promise<{ id: string; name: string }> {
    // Collections do not answer `GET /`.
    if (this.collection !== undefined) return { id: this.collection, name: this.collection };
    const { body } = await this.client.info();
    // Amazon OpenSearch Service: `<account>:<domain>`.
    return { id: body.cluster_uuid, name: body.cluster_name.split(':').at(-1)! };
  }

  async indexes(): Promise<Map<string, IndexState>> {
    const states = this.isServerless ? await this.collectionIndexes() : await this.clusterIndexes();
    return new Map(states.map((state) => [state.name, state]));
  }

  async remove(index: string): Promise<void> {
    const request = { method: 'DELETE', path: `/${encodeURIComponent(index)}` };
    await this.client.transport.request(request, { ignore: [404] });
  }

  /** Collections have neither tiers nor closed indexes. */
  private async collectionIndexes(): Promise<IndexState[]> {
    const rows = await this.cat('/_cat/indices', { h: columns });
    return rows.map((row) => indexState(row, undefined));
  }

  private async clusterIndexes(): Promise<IndexState[]> {
    const rows = await this.cat('/_cat/indices', { h: columns, expand_wildcards: 'all' });
    const warm = await this.warmNames();
    const states = rows.map((row) => indexState(row, warm.has(row['index']!) ? 'warm' : 'hot'));
    return [...states, ...(await this.coldIndexes())];
  }

  async statistics(): Promise<Map<string, IndexStatistics>> {
    const { body } = await this.client.indices.stats({
      metric: statisticsOf,
      level: 'indices',
      filter_path: statisticsPaths,
    } as never);
    return new Map(Object.entries((body.indices ?? {}) as unknown as Record<string, IndexStatistics>));
  }

  async shards(): Promise<ShardRow[]> {
    const rows = await this.cat('/_cat/shards', { bytes: 'b', h: 'index,shard,prirep,state,docs,store,id,node' });
    return rows as unknown as ShardRow[];
  }

  private async warmNames(): Promise<Set<string>> {
    const answer = await this.ask('GET', '/_cat/indices/_warm', {
      format: 'json',
      h: 'index',
      expand_wildcards: 'all',
    });
    const rows = Array.isArray(answer) ? (answer as CatRow[]) : [];
    return new Set(rows.map(({ index }) => index!));
  }

  private async coldIndexes(): Promise<IndexState[]> {
    const states: IndexState[] = [];
    let answer = await this.ask('GET', '/_cold/indices/_search', { page_size: '1000' });
    for (;;) {
      const { indices = [], pagination_id } = (answer ?? {}) as { indices?: ColdIndex[]; pagination_id?: string };
      if (indices.length === 0) return states;
      states.push(...indices.map(coldState));
      if (pagination_id === undefined || pagination_id === null) return states;
      answer = await this.ask('POST', '/_cold/indices/_search', {}, { pagination_id });
    }
  }

  private async cat(path: string, query: Record<string, string>): Promise<CatRow[]> {
    const { body } = await this.client.transport.request({
      method: 'GET',
      path,
      querystring: { format: 'json', ...query },
    });
    return body as CatRow[];
  }

  /** @returns undefined where the cluster does not know the request, or the role may not make it */
  private async ask(
    method: string,
    path: string,
    querystring: Record<string, string>,
    body?: object,
  ): Promise<unknown> {
    const refusals = [400, 403, 404, 405];
    const answer = await this.client.transport.request(
      { method, path, querystring, ...(body && { body: JSON.stringify(body) }) },
      { ignore: refusals },
    );
    return refusals.includes(answer.statusCode ?? 0) ? undefined : answer.body;
  }
}

interface ColdIndex {
  readonly index: string;
  readonly index_cold_uuid?: string;
  readonly size?: number;
  readonly creation_date?: string;
  readonly start_time?: string;
  readonly end_time?: string;
}

function indexState(row: CatRow, tier: StorageTier | undefined): IndexState {
  return {
    name: row['index']!,
    health: row['health'] ?? undefined,
    status: row['status'] ?? undefined,
    uuid: row['uuid'] ?? undefined,
    tier,
    primaries: numberOf(row['pri']),
    replicas: numberOf(row['rep']),
    createdAt: row['creation.date.string'] ?? undefined,
    docs: { count: numberOf(row['docs.count']), deleted: numberOf(row['docs.deleted']) },
  };
}

function coldState({ index, index_cold_uuid, size, creation_date, start_time, end_time }: ColdIndex): IndexState {
  return {
    name: index,
    health: 'green',
    status: 'cold',
    uuid: index_cold_uuid,
    tier: 'cold',
    primaries: undefined,
    replicas: undefined,
    createdAt: creation_date,
    cold: { size, start: start_time, end: end_time },
  };
}

export function numberOf(text: string | null | undefined): number | undefined {
  return text === null || text === undefined || !/^\d+$/.test(text) ? undefined : Number(text);
}
