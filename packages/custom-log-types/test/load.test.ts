import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSampleRunner } from '@siem/log-type-samples';
import { allLogTypes, LinearPattern, loadCustomLogTypes, readLogTypeFile } from '../src/index.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'siem-custom-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const proxyLog = `
name: squid
title: Squid access log
keys: ['/squid/']
exampleKey: logs/squid/access.log
index: log-web-squid
format:
  kind: text
  patterns: ['^(?<time>\\d+\\.\\d+) +(?<elapsed>\\d+) (?<client>\\S+) (?<code>\\w+)/(?<status>\\d{3}) (?<bytes>\\d+) (?<method>\\S+) (?<target>\\S+)']
fields: {elapsed: long, status: long, bytes: long}
timestamp: {from: time, format: epoch}
cloudProvider: false
ecs:
  event.kind: {value: event}
  event.category: {value: [web]}
  source.ip: client
  http.response.status_code: status
  http.request.method: {from: method, transform: uppercase}
  event.outcome: {from: status, map: {'200': success}, default: failure}
  event.duration: {expression: 'int(record.elapsed) * 1000000'}
  related.ip: {all: [client]}
geoip: [source]
`;

function put(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text.replace(/^\n/, ''));
  return file;
}

async function documentsOf(definitionFile: string, text: string, key = 'logs/squid/access.log') {
  const definition = await readLogTypeFile(definitionFile);
  const file = put('sample.log', text);
  const runner = await createSampleRunner();
  return runner.run({ name: 'x', file, expectedFile: '', key }, definition);
}

describe('a log type of a YAML file', () => {
  it('makes documents as a built-in one does', async () => {
    const { documents } = await documentsOf(
      put('squid.yaml', proxyLog),
      '1769767200.123    45 198.51.100.7 TCP_MISS/200 1234 get http://a.example/\n',
    );
    expect(documents[0]?._index).toBe('log-web-squid-2026-01');
    expect(documents[0]?._source).toMatchObject({
      '@timestamp': expect.stringMatching(/^2026-01-30T10:00:00\.123/),
      '@log_type': 'squid',
      bytes: 1234,
      source: { ip: '198.51.100.7' },
      http: { request: { method: 'GET' }, response: { status_code: 200 } },
      event: { outcome: 'success', duration: 45_000_000 },
      related: { ip: ['198.51.100.7'] },
    });
  });

  it('changes a built-in one field by field', async () => {
    const file = put(
      'alb.yaml',
      'extends: alb\nname: alb\nindex: log-aws-elb-mine\necs: {source.port: null, labels.team: elb}\n',
    );
    const own = await readLogTypeFile(file);
    expect(own.index).toBe('log-aws-elb-mine');
    expect(own.ecs['source.port']).toBeUndefined();
    expect(own.ecs['source.ip']).toBe('$client_ip');
    const all = await allLogTypes(folder);
    expect(all.filter(({ name }) => name === 'alb')).toEqual([expect.objectContaining({ index: 'log-aws-elb-mine' })]);
  });

  it.each([
    ['not YAML', 'name: [', /:1:\d+ is no YAML/],
    [
      'a misspelt key',
      proxyLog.replace('timestamp:', 'timestmp:'),
      /:10:1 timestmp: is not known here; did you mean 'timestamp'\?/,
    ],
    [
      'an unknown format',
      proxyLog.replace('kind: text', 'kind: txt'),
      /:7:9 format\.kind: found "txt"; allowed kinds: columns, text/,
    ],
    [
      'a wrong type',
      proxyLog.replace('elapsed: long', 'elapsed: lonk'),
      /fields\.elapsed: found "lonk"; allowed: keyword, .*did you mean 'long'/,
    ],
    [
      'a field that is missing',
      proxyLog.replace(/^index.*\n/m, ''),
      /index: is needed in a log type that extends no other/,
    ],
    ['a pattern that is none', proxyLog.replace("'/squid/'", "'(/squid'"), /:3:8 keys\.0: /],
    ['a pattern that may take for ever', proxyLog.replace("'/squid/'", "'(?=x)squid'"), /:3:8 keys\.0: /],
    [
      'an expression that is none',
      proxyLog.replace('int(record.elapsed) *', 'int(record.elapsed'),
      /ecs\.event\.duration\.expression: /,
    ],
    [
      'an expression with a pattern',
      proxyLog.replace('int(record.elapsed) * 1000000', 'record.client.matches("(a+)+")'),
      /matches\(\) is not allowed/,
    ],
    ['a field inside a value', proxyLog.replace('related.ip:', 'source.ip.x: client\n  related.ip:'), /source\.ip/],
    [
      'a log type that does not exist',
      'extends: albb\n',
      /extends: there is no built-in log type 'albb'; did you mean 'alb'\?/,
    ],
    [
      'an unknown source of a value',
      proxyLog.replace('source.ip: client', "source.ip: '@nowhere'"),
      /'@nowhere' is not known/,
    ],
  ])('is refused with the place of %s', async (_, text, message) => {
    await expect(readLogTypeFile(put('bad.yaml', text))).rejects.toThrow(message);
  });

  it('cannot be defined twice', async () => {
    put('a.yaml', proxyLog);
    put('b.yml', proxyLog);
    await expect(loadCustomLogTypes(folder)).rejects.toThrow(
      /b\.yml:1:1 name: log type 'squid' is defined in another file too/,
    );
  });
});

describe('hostile definitions', () => {
  const hostile = [
    '__proto__',
    'constructor',
    'a"b',
    "a'b",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: hostile text, not a template
    'a`b${1+1}',
    'a\\b',
    'a\nb',
    '"];process.exit(3);["',
    '</script>',
    'a\u2028b',
  ];

  it.each(hostile)('are data, never code: %j as column, constant and table entry', async (name) => {
    const file = put(
      'hostile.yaml',
      JSON.stringify({
        name: 'hostile',
        keys: ['hostile'],
        index: 'log-hostile',
        format: { kind: 'columns', delimiter: ',', header: ['first', name] },
        timestamp: { from: 'first', format: 'epoch' },
        ecs: {
          'labels.constant': { value: name },
          'labels.table': { from: 'first', map: { 1769767200: name } },
          'labels.copy': name,
        },
      }),
    );
    const { documents } = await documentsOf(file, '1769767200,x\n', 'hostile');
    const source = documents[0]?._source as Record<string, unknown>;
    expect(source['labels']).toMatchObject({ constant: name, table: name });
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it.each(['__proto__.x', 'a..b', '', 'a b', 'x";y'])('have field names only: %j', async (field) => {
    const file = put('bad.yaml', JSON.stringify({ extends: 'alb', name: 'alb', ecs: { [field]: 'client' } }));
    await expect(readLogTypeFile(file)).rejects.toThrow(/is no field name/);
  });
});

describe('a linear pattern', () => {
  it('finds what a RegExp finds, with its groups', () => {
    const pattern = new LinearPattern('^(?<a>\\w+) (?<b>\\d+)?');
    expect(pattern.exec('foo bar')?.groups).toEqual({ a: 'foo' });
    expect({ ...pattern.exec('foo 12')?.groups }).toEqual({ a: 'foo', b: '12' });
    expect(pattern.exec('!')).toBeNull();
    expect(pattern.test('x 1')).toBe(true);
  });

  it('ends soon where a RegExp would not', () => {
    expect(new LinearPattern('^(a+)+$').test(`${'a'.repeat(50_000)}!`)).toBe(false);
  });
});
