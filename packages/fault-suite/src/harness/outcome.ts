import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import type { TestStack } from '@siem/test-support';
import type { Load } from './load.ts';
import { patiently } from './patience.ts';
import { tokensIn } from './token.ts';

/** What became of the records of a load, as OpenSearch and the dead-letter bucket tell; the worker is not asked. */
export interface Outcome {
  readonly records: number;
  /** There as often as they have to be, in OpenSearch. */
  readonly indexedOnce: number;
  /** Copies too many, in OpenSearch and dead letters together. */
  readonly doubled: number;
  /** In dead letters. */
  readonly deadLettered: number;
  /** Of them, records that can be read well. */
  readonly deadLetteredInVain: number;
  /** Neither in OpenSearch nor in dead letters. */
  readonly lost: number;
  /** Some of the records that are doubled or lost, and where their copies are. */
  readonly examples: readonly string[];
}

const maxExamples = 10;

const indexPattern = (suffix: string) => `log-*-${suffix}-*`;
const pageSize = 2000;

export async function searchableRecords({ opensearch }: TestStack, suffix: string): Promise<number> {
  try {
    const index = indexPattern(suffix);
    await opensearch.indices.refresh({ index, allow_no_indices: true });
    return (await opensearch.count({ index, allow_no_indices: true })).body.count;
  } catch {
    // The cluster may be what is broken at the moment.
    return 0;
  }
}

export async function readOutcome(
  clients: TestStack,
  load: Load,
  suffix: string,
  deadLetterBucket: string,
): Promise<Outcome> {
  const indexed = await indexedTokens(clients, suffix);
  const dead = await deadTokens(clients, deadLetterBucket);
  const outcome = { records: 0, indexedOnce: 0, doubled: 0, deadLettered: 0, deadLetteredInVain: 0, lost: 0 };
  const examples: string[] = [];
  for (const [token, expected] of load.expected) {
    const inIndex = indexed.get(token)?.length ?? 0;
    const inLetters = dead.get(token)?.length ?? 0;
    const surplus = inIndex + inLetters - expected;
    outcome.records += expected;
    outcome.indexedOnce += Math.min(inIndex, expected);
    outcome.doubled += Math.max(0, surplus);
    outcome.deadLettered += inLetters;
    if (!load.unreadable.has(token)) outcome.deadLetteredInVain += inLetters;
    outcome.lost += Math.max(0, -surplus);
    if (surplus !== 0 && examples.length < maxExamples) {
      const places = [...(indexed.get(token) ?? []), ...(dead.get(token) ?? [])];
      examples.push(`${token}, expected ${expected} times: ${places.join('; ') || 'nowhere'}`);
    }
  }
  return { ...outcome, examples };
}

/** Token -> places of its copies. */
type Places = Map<string, string[]>;

async function indexedTokens({ opensearch }: TestStack, suffix: string): Promise<Places> {
  const found: Places = new Map();
  const index = indexPattern(suffix);
  await patiently(() => opensearch.indices.refresh({ index, allow_no_indices: true }));
  let { body } = await patiently(() =>
    opensearch.search({
      index,
      allow_no_indices: true,
      // A shard that is left out would look like loss.
      allow_partial_search_results: false,
      scroll: '2m',
      size: pageSize,
      _source: ['@message'],
      body: { sort: ['_doc'] },
    }),
  );
  while (body.hits.hits.length > 0) {
    for (const { _index, _id, _source } of body.hits.hits)
      add(found, (_source as { '@message'?: string })['@message'] ?? '', `${_index}/${_id}`);
    ({ body } = await opensearch.scroll({ body: { scroll: '2m', scroll_id: body._scroll_id! } }));
    if (body._shards.failed > 0) throw new Error(`a page of ${index} is not whole: ${JSON.stringify(body._shards)}`);
  }
  if (body._scroll_id !== undefined) await opensearch.clearScroll({ body: { scroll_id: [body._scroll_id] } });
  return found;
}

async function deadTokens({ s3 }: TestStack, bucket: string): Promise<Places> {
  const found: Places = new Map();
  for await (const { Contents = [] } of paginateListObjectsV2(
    { client: s3 },
    { Bucket: bucket, Prefix: 'dead-letters/' },
  )) {
    for (const { Key } of Contents) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: Key! }));
      const lines = gunzipSync(await Body!.transformToByteArray()).toString();
      for (const line of lines.trim().split('\n')) add(found, rawOf(line), Key!);
    }
  }
  return found;
}

function rawOf(line: string): string {
  const { raw, raw_encoding: encoding } = JSON.parse(line) as { raw: string; raw_encoding: string };
  return encoding === 'base64' ? Buffer.from(raw, 'base64').toString('latin1') : raw;
}

/** A record has its token once, so a text with many records counts each. */
function add(found: Places, text: string, place: string): void {
  for (const token of tokensIn(text)) {
    const places = found.get(token);
    if (places === undefined) found.set(token, [place]);
    else places.push(place);
  }
}
