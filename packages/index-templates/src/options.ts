/** What the cluster can do and what the operator wants; everything has a default. */
export interface TemplateOptions {
  /** Serverless collections refuse settings of shards, replicas, codec and refresh. @defaultvalue `false` */
  readonly serverless?: boolean;
  /** @defaultvalue `1` */
  readonly replicas?: number;
  /**
   * `zstd_no_dict` packs as well as `best_compression` for a third less CPU, where the cluster has it: Amazon OpenSearch
   * Service, and distributions with the plugin opensearch-custom-codecs.
   * @defaultvalue `best_compression`
   */
  readonly codec?: 'best_compression' | 'zstd' | 'zstd_no_dict' | 'default';
  /** How long a document may wait before it is found. @defaultvalue `10` */
  readonly refreshIntervalSeconds?: number;
  /** Raw logs of one day by index name (`log-aws-cloudtrail`), for the number of shards. @defaultvalue none: one shard */
  readonly expectedGigabytesPerDay?: Readonly<Record<string, number>>;
  /** How long one index takes documents, in days. @defaultvalue `31`, months */
  readonly daysPerIndex?: number;
  /** A shard is to hold no more than this. @defaultvalue `40` */
  readonly gigabytesPerShard?: number;
  /** Paths a log type may add to those its template names. @defaultvalue `1500` */
  readonly dynamicFieldsLimit?: number;
  /**
   * Indexes that ISM rolls over: their templates name the alias. `data-stream` makes the name a data stream instead.
   * @defaultvalue `none`
   */
  readonly rollover?: 'none' | 'alias' | 'data-stream';
}

export type ResolvedTemplateOptions = Required<TemplateOptions>;

export function resolveTemplateOptions(options: TemplateOptions): ResolvedTemplateOptions {
  return {
    serverless: false,
    replicas: 1,
    codec: 'best_compression',
    refreshIntervalSeconds: 10,
    expectedGigabytesPerDay: {},
    daysPerIndex: 31,
    gigabytesPerShard: 40,
    dynamicFieldsLimit: 1500,
    rollover: 'none',
    ...options,
  };
}

/** Indexed logs take about as much as raw ones: `_source` compresses to a fifth, terms and doc values add the rest. */
const indexedBytesPerRawByte = 1;
const maxShards = 64;

export function shardCount(index: string, options: ResolvedTemplateOptions): number {
  const perDay = options.expectedGigabytesPerDay[index] ?? 0;
  // An index that rolls over is as large as its policy lets it be, whatever a day brings; see @siem/lifecycle.
  const gigabytes = perDay * options.daysPerIndex * indexedBytesPerRawByte;
  return Math.min(maxShards, Math.max(1, Math.ceil(gigabytes / options.gigabytesPerShard)));
}
