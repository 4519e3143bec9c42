import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readLogTypeFile } from '@siem/custom-log-types';
import { createSampleRunner } from '@siem/log-type-samples';
import { convertUserIni } from '../src/index.ts';

const ini = String.raw`[DEFAULT]
index_rotation = auto

# Apache behind FireLens
[my-apache]
index_name = log-web-apache
via_firelens = True
s3_key = my-apache
file_format = text
timestamp_key = datetime
timestamp_format = %d/%b/%Y:%H:%M:%S %z
log_pattern = (?P<remotehost>\S+) \S+ (?P<authuser>\S+) \[(?P<datetime>.*?)\] \"(?P<request_method>\S+) (?P<request_path>\S+) HTTP/(?P<request_version>\S+)\" (?P<response_status>\d+)
ecs = http.request.method http.response.status_code
      source.ip user.name
http.request.method = request_method
http.response.status_code = response_status
source.ip = remotehost
user.name = authuser missing
static_ecs = event.category @log_type
event.category = web
@log_type = apache
geoip = source
script_ecs = cloud.instance.id

[other]
index_name = mine
s3_key = other/(a|b)/
file_format = ${'$'}{my-apache:file_format}
log_pattern = (?=x).*
strange = 1

[vpcflowlogs]
s3_key_ignored = (111111111111|222222222222)
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'siem-ini-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the reference's user.ini", () => {
  const { logTypes, notes } = convertUserIni(ini);

  it('becomes log types that load and parse', async () => {
    // Prepare
    const file = join(folder, 'my-apache.yaml');
    writeFileSync(file, logTypes.find(({ name }) => name === 'my-apache')!.yaml);
    const log = join(folder, 'a.log');
    writeFileSync(log, '203.0.113.7 - maria [30/Jan/2026:19:00:00 +0900] "GET /a HTTP/1.1" 200\n');

    // Act
    const definition = await readLogTypeFile(file);
    const runner = await createSampleRunner();
    const { documents } = await runner.run(
      { name: 'a', file: log, expectedFile: '', key: 'my-apache/a.log' },
      definition,
    );

    // Assess
    expect(definition.keys.some((key) => key.test('x/my-apache/y'))).toBe(true);
    expect(documents[0]).toMatchObject({
      _index: 'log-web-apache-2026-01',
      _source: {
        '@timestamp': '2026-01-30T19:00:00+09:00',
        source: { ip: '203.0.113.7', geo: expect.anything() },
        user: { name: 'maria' },
        http: { request: { method: 'GET' }, response: { status_code: 200 } },
        event: { category: ['web'] },
        remotehost: '203.0.113.7',
      },
    });
  });

  it('becomes changes where a section is about a built-in log type', async () => {
    const file = join(folder, 'vpc.yaml');
    writeFileSync(file, logTypes.find(({ name }) => name === 'vpcflowlogs')!.yaml);
    const definition = await readLogTypeFile(file);
    expect(definition.name).toBe('vpcflowlogs');
    expect(definition.ignoredKeys!.some((key) => key.test('AWSLogs/222222222222/vpcflowlogs/x'))).toBe(true);
  });

  it('stands on the log type that a section of aws.ini is here', async () => {
    const text = `[hsm]\ns3_key = cloudhsm-cwl/\nindex_name = ${'$'}{cloudhsm:index_name}\nfile_format = ${'$'}{cloudhsm:file_format}\n`;
    const file = join(folder, 'hsm.yaml');
    writeFileSync(file, convertUserIni(text).logTypes[0]!.yaml);
    const definition = await readLogTypeFile(file);
    expect([definition.name, definition.index, definition.format.kind]).toEqual([
      'hsm',
      'log-aws-cloudhsm',
      'multiline',
    ]);
  });

  it('says with its line what could not be carried over', () => {
    expect(notes.map(({ line, section, key, text }) => `${line} ${section} ${key}: ${text}`)).toEqual([
      '2 DEFAULT index_rotation: is a setting of the worker: SIEM_INDEX_ROTATION',
      '21 my-apache @log_type: documents have the name of the log type: my-apache',
      '23 my-apache script_ecs: cloud.instance.id: made by Python code; write an expression or a map under ecs',
      '26 other index_name: indexes begin with log- here: log-mine in place of mine',
      '29 other log_pattern: has look-around or a back reference, which linear patterns do not know: rewrite it',
      '30 other strange: is not carried over',
    ]);
  });

  it.each([
    ['a = 1', "line 1: 'a = 1' stands before the first [section]"],
    ['[a]\nnonsense', "line 2: 'nonsense' is neither a [section] nor key = value"],
    [`[a]\nindex_name = ${'$'}{b:c}`, `line 2: ${'$'}{b:c} names nothing`],
  ])('is refused with the line: %j', (text, message) => {
    expect(() => convertUserIni(text)).toThrow(message);
  });
});
