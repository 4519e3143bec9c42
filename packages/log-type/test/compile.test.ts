import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type ChunkEnvironment,
  compileMapping,
  defineLogType,
  ipInfo,
  type LogTypeDefinition,
  type RecordMeta,
  type RecordShape,
} from '../src/index.ts';

const base: LogTypeDefinition = {
  name: 'test-type',
  title: 'Test',
  source: 'https://example.com',
  keys: [/test/],
  exampleKey: 'test',
  index: 'log-test',
  format: { kind: 'json' },
  timestamp: { from: 'time', format: 'iso8601' },
  ecs: {},
};

function environment(): ChunkEnvironment {
  return {
    bucket: 'b',
    key: 'k',
    originJson: ',"@log_s3bucket":"b","@log_s3key":"k"',
    accountId: '111122223333',
    region: 'eu-west-1',
    accountJson: '"111122223333"',
    regionJson: '"eu-west-1"',
    ingested: '2026-01-31T00:00:00+00:00',
    ingestedJson: '"2026-01-31T00:00:00+00:00"',
    arrived: '2026-01-31T00:00:00+00:00',
    objectMs: Date.UTC(2026, 0, 31),
    writtenMs: Date.UTC(2026, 0, 31),
    latest: '2026-02-01T00:00:00+00:00',
    keyTime: undefined,
    enrich: {
      ip: (text) =>
        /^[\d.]+$/.test(text) ? ipInfo(text, text === '192.0.2.1' ? ',"geo":{"city_name":"X"}' : '') : null,
      userAgent: (original) => JSON.stringify({ original }),
      clientBehindProxies: (peer) => peer,
      threat: undefined,
    },
    meta: {},
    raw: '',
    tags: '',
    timestamp: '',
    index: '',
    indexTime: '',
    idJson: '',
    idSuffix: '',
    digested: undefined,
    digestedEnvelope: undefined,
    digestJson: '',
    idFromContent: true,
  };
}

function render(
  definition: Partial<LogTypeDefinition>,
  record: Record<string, unknown>,
  shape: RecordShape = { kind: 'json' },
) {
  const e = environment();
  const raw = JSON.stringify(record);
  const map = compileMapping(defineLogType({ ...base, ...definition }), shape);
  return { document: JSON.parse(map(structuredClone(record), raw, JSON.stringify(raw), {}, e)), environment: e };
}

const flat = (names: string[], safe = false): RecordShape => ({ kind: 'flat', names, safe });

describe('a compiled mapping', () => {
  it('writes the base fields', () => {
    const { document, environment: e } = render({}, { time: '2026-01-30T10:00:00Z' });
    expect(document).toMatchObject({
      '@timestamp': '2026-01-30T10:00:00+00:00',
      '@log_type': 'test-type',
      '@log_s3bucket': 'b',
      event: { module: 'test-type', ingested: '2026-01-31T00:00:00+00:00' },
      cloud: { provider: 'aws', account: { id: '111122223333' }, region: 'eu-west-1' },
    });
    expect(e).toMatchObject({ index: 'log-test', idJson: JSON.stringify(document['@id']), idFromContent: true });
  });

  it('remembers what documents have in common only for as long as it stays so', () => {
    // Prepare
    const map = compileMapping(
      defineLogType({ ...base, ecs: { 'cloud.account.id': 'owner' } }),
      flat(['owner', 'time']),
    );
    const e = environment();
    const time = '2026-01-30T10:00:00Z';
    const document = (owner: string | undefined, meta: RecordMeta) => {
      const { cloud, event } = JSON.parse(map({ owner, time }, 'x', '"x"', meta, e));
      return [cloud.account.id, cloud.region, event.ingested];
    };

    // Act
    const found = [
      document('444455556666', {}),
      document('444455556666', { region: 'eu-central-1' }),
      document(undefined, { accountId: '777788889999', region: 'eu-central-1' }),
      document(undefined, {}),
    ];
    e.ingestedJson = '"2026-01-31T00:00:01+00:00"';
    found.push(document(undefined, {}));

    // Assess
    const ingested = '2026-01-31T00:00:00+00:00';
    expect(found).toEqual([
      ['444455556666', 'eu-west-1', ingested],
      ['444455556666', 'eu-central-1', ingested],
      ['777788889999', 'eu-central-1', ingested],
      ['111122223333', 'eu-west-1', ingested],
      ['111122223333', 'eu-west-1', '2026-01-31T00:00:01+00:00'],
    ]);
  });

  it('renders values by the type of their ECS field', () => {
    const ecs = {
      'source.port': 'port',
      'source.ip': 'ip',
      'event.category': 'kind',
      'destination.ip': 'host',
      'user.name': 'number',
    };
    const { document } = render(
      { ecs, geoip: ['source'] },
      { port: '443', ip: '192.0.2.1', kind: 'web', host: 'a.example', number: 7 },
    );
    expect(document.source).toEqual({ port: 443, ip: '192.0.2.1', geo: { city_name: 'X' } });
    expect(document.event.category).toEqual(['web']);
    expect(document.destination).toBeUndefined();
    expect(document.user.name).toBe('7');
  });

  it('uses map, default, when, transform and the first source with a value', () => {
    const ecs = {
      'event.outcome': { from: 'action', map: { ACCEPT: 'success' }, default: 'unknown' },
      'event.action': { from: 'action', transform: 'lowercase' as const, when: { from: 'on', is: ['yes'] } },
      'user.name': ['none', 'nested.0.name'],
      'event.reason': { from: 'none', default: 'because' },
    };
    const { document } = render({ ecs }, { action: 'DROP', on: 'yes', none: '-', nested: [{ name: 'maria' }] });
    expect(document.event).toMatchObject({ outcome: 'unknown', action: 'drop', reason: 'because' });
    expect(document.user.name).toBe('maria');
    expect(render({ ecs }, { action: 'DROP', on: 'no' }).document.event.action).toBeUndefined();
  });

  it('merges raw objects of the same name and never writes a key twice', () => {
    const { document } = render(
      { ecs: { 'source.ip': 'ip' } },
      { ip: '192.0.2.1', source: { app: 'x' }, '@timestamp': 'old', event: 'text' },
    );
    expect(document.source).toEqual({ app: 'x', ip: '192.0.2.1' });
    expect(document['@timestamp']).toBe('2026-01-31T00:00:00+00:00');
    expect(document.event.module).toBe('test-type');
  });

  it('tags documents without a time and those from the future', () => {
    expect(render({}, {}).document.tags).toEqual(['siem_no_timestamp']);
    expect(render({}, { time: '2031-01-01T00:00:00Z' }).document).toMatchObject({
      '@timestamp': '2026-01-31T00:00:00+00:00',
      tags: ['siem_future_timestamp'],
    });
    expect(render({}, { time: '2026-02-01T08:00:00+09:00' }).document.tags).toBeUndefined();
  });

  it("takes the source's own id, and the content where there is none", () => {
    const id = { from: 'id', suffix: 'part' };
    const own = render({ id }, { id: 'a"b', part: 2 });
    expect(own.environment).toMatchObject({ idJson: '"a\\"b"', idSuffix: '_2', idFromContent: false });
    expect(own.document['@id']).toBe('a"b');
    expect(render({ id }, {}).environment.idFromContent).toBe(true);
  });

  it('lets derive override index, log type, time and id', () => {
    const derive = () => ({
      index: 'log-other',
      logType: 'other',
      timestamp: '2020-01-01T00:00:00+00:00',
      idSuffix: 'x',
      user: 'u',
    });
    const { document, environment: e } = render({ derive, ecs: { 'user.name': '$user' } }, {});
    expect(e).toMatchObject({ index: 'log-other', idSuffix: '_x', timestamp: '2020-01-01T00:00:00+00:00' });
    expect(document).toMatchObject({ '@log_type': 'other', user: { name: 'u' } });
  });

  it('puts raw fields under a prefix and leaves out omitted ones', () => {
    const { document } = render(
      { prefix: 'okta', omit: ['secret', 'deep.secret'] },
      { a: 1, secret: 2, deep: { secret: 3, kept: 4 } },
    );
    expect(document.okta).toEqual({ a: 1, deep: { kept: 4 } });
    expect(render({ prefix: 'x' }, { a: '1' }, flat(['a'])).document.x).toEqual({ a: '1' });
  });

  it('refuses a field that is both value and object', () => {
    expect(() => compileMapping({ ...base, ecs: { 'a.b': 'x', a: 'y', 'a.c': 'z' } }, { kind: 'json' })).toThrow();
  });

  it('gives the same document for text that needs no escaping, whichever variant runs', () => {
    const names = ['a', 'b', 'n', 'ip'];
    const definition = {
      fields: { n: 'long' as const },
      ecs: { 'user.name': 'a', 'source.port': 'n', 'source.ip': 'ip', 'related.ip': { all: ['ip', 'b'] } },
    };
    const value = fc.oneof(
      fc.constantFrom('', '-', 'null', '[]', '0', '007', '192.0.2.1'),
      fc.stringMatching(/^[ -!#-[\]-~]{0,30}$/),
    );
    fc.assert(
      fc.property(fc.record({ a: value, b: value, n: value, ip: value }), (record) => {
        expect(render(definition, record, flat(names, true)).document).toEqual(
          render(definition, record, flat(names)).document,
        );
      }),
      { seed: 3 },
    );
  });

  it('cannot be broken out of by names or constants', () => {
    const evil = `'"\\\n\`\${x}];throw 1;//`;
    const definition = {
      name: evil,
      ecs: {
        [`user.${evil.replaceAll('.', '')}`]: evil,
        'event.kind': { value: evil },
        'event.action': { from: evil, map: { [evil]: evil }, default: evil },
      },
    };
    const { document } = render(definition, { [evil]: 'v' });
    expect(document['@log_type']).toBe(evil);
    expect(document.event.kind).toBe(evil);
  });
});
