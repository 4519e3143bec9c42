import type { ChunkEnvironment, Enrichment } from '@siem/log-type';
import { parseEpoch, quote } from '@siem/log-type';
import { readKeyFacts } from './key-facts.ts';

/** What the records of one chunk share, made ready for the compiled functions. */
export function chunkEnvironment(options: {
  bucket: string;
  key: string;
  nowMs: number;
  arrivedMs: number;
  /** Documents further in the future than this get the arrival time. */
  maxFutureMs: number;
  enrich: Enrichment;
}): ChunkEnvironment {
  const { bucket, key, nowMs, arrivedMs, enrich } = options;
  const facts = readKeyFacts(key);
  const ingested = parseEpoch(nowMs)!;
  return {
    bucket,
    key,
    originJson: `,"@log_s3bucket":${quote(bucket)},"@log_s3key":${quote(key)}`,
    accountId: facts.accountId,
    region: facts.region,
    keyTime: facts.time,
    accountJson: quote(facts.accountId ?? 'unknown'),
    regionJson: quote(facts.region ?? 'unknown'),
    ingested,
    ingestedJson: quote(ingested),
    arrived: parseEpoch(arrivedMs)!,
    objectMs: arrivedMs,
    writtenMs: arrivedMs,
    latest: parseEpoch(arrivedMs + options.maxFutureMs)!,
    enrich,
    tags: '',
    digested: undefined,
    digestedEnvelope: undefined,
    digestJson: '',
    timestamp: '',
    indexTime: '',
    index: '',
    meta: {},
    raw: '',
    idJson: '',
    idSuffix: '',
    idFromContent: true,
  };
}
