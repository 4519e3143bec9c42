import { frameBytes } from '@siem/framing';
import { type Enrichment, ipInfo, type LogTypeDefinition } from '@siem/log-type';
import { type NormalizedChunk, Normalizer } from '../src/index.ts';
import { defaultNaming } from '../src/index-name.ts';

const enrich: Enrichment = {
  ip: (address) => ipInfo(address, ''),
  userAgent: () => '',
  clientBehindProxies: (peer) => peer,
  threat: undefined,
};

/** JSON records, perhaps in an array `items`. */
export const json: LogTypeDefinition = {
  name: 'wrapped',
  title: 'Wrapped JSON',
  source: 'https://example.com',
  keys: [/wrapped/],
  exampleKey: 'wrapped/a.json',
  index: 'log-wrapped',
  format: { kind: 'json', records: 'items' },
  timestamp: [
    { from: 'time', format: 'iso8601' },
    { from: '@envelope', format: 'iso8601' },
    { from: '@envelope', format: 'epoch' },
  ],
  ecs: {},
};

/** `LEVEL words`. */
export const text: LogTypeDefinition = {
  ...json,
  format: { kind: 'text', patterns: [/^(?<level>[A-Z]+) (?<words>.*)$/] },
};

/** All of an object with that content, which must give one chunk. */
export async function normalizeFile(definition: LogTypeDefinition, content: string): Promise<NormalizedChunk> {
  const normalizer = new Normalizer(async () => definition, enrich, { naming: defaultNaming });
  const framed = frameBytes(Buffer.from(content), definition.format);
  const [first] = framed;
  if (first === undefined || 'problem' in first || framed.length > 1) throw new Error('One chunk was expected');
  const nowMs = Date.UTC(2026, 0, 31);
  return normalizer.normalize({ logType: 'wrapped', bucket: 'b', key: 'wrapped/k', nowMs, ...first });
}

export function documents(chunk: NormalizedChunk): Record<string, unknown>[] {
  const body = Buffer.from(chunk.body);
  return Array.from(chunk.sourceStarts, (start, i) =>
    JSON.parse(body.toString('utf8', start, chunk.actionStarts[i + 1])),
  );
}
