import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { defineLogType } from '@siem/log-type';
import { ExclusionDirectory, openExclusions } from '../src/index.ts';

const logType = (name: string, prefix?: string) =>
  defineLogType({
    name,
    title: name,
    source: 'here',
    keys: [/x/],
    exampleKey: 'x',
    index: `log-${name}`,
    format: { kind: 'json' },
    timestamp: { from: 'time', format: 'iso8601' },
    ecs: {},
    ...(prefix !== undefined && { prefix }),
  });

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'siem-exclusion-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(directory, name)), { recursive: true });
  writeFileSync(join(directory, name), text);
}

const records = (name: string, prefix?: string) =>
  new ExclusionDirectory(directory).rules.forRecords(logType(name, prefix));

const problem = () => {
  try {
    new ExclusionDirectory(directory);
  } catch (error) {
    return (error as Error).message.replaceAll(`${directory}/`, '');
  }
  return 'nothing wrong';
};

describe("the reference's exclude_log_patterns.csv", () => {
  beforeEach(() =>
    write(
      'exclude_log_patterns.csv',
      [
        'log_type,field,pattern,pattern_type,comment',
        'vpcflowlogs,srcaddr,192.0.2.10,text,sample1',
        String.raw`vpcflowlogs,dstaddr,192\.0\.2\.10[0-9],regex,sample2`,
        String.raw`cloudtrail,userIdentity.invokedBy,.*\.amazonaws\.com,regex,"with, a comma"`,
        'cloudtrail,readOnly,True,text',
        'waf,httpRequest.headers.value,bot,text,',
      ].join('\r\n'),
    ),
  );

  it.each([
    ['vpcflowlogs', { srcaddr: '192.0.2.10' }, 'exclude_log_patterns.csv:2'],
    ['vpcflowlogs', { srcaddr: '192.0.2.100' }, undefined],
    ['vpcflowlogs', { srcaddr: '192x0x2x10' }, undefined],
    ['vpcflowlogs', { dstaddr: '192.0.2.107' }, 'exclude_log_patterns.csv:3'],
    ['vpcflowlogs', { dstaddr: '192.0.2.10' }, undefined],
    ['vpcflowlogs', { dstaddr: '1192.0.2.107' }, undefined],
    ['cloudtrail', { userIdentity: { invokedBy: 'config.amazonaws.com' } }, 'exclude_log_patterns.csv:4'],
    ['cloudtrail', { userIdentity: { invokedBy: 'config.amazonaws.com.example' } }, undefined],
    ['cloudtrail', { userIdentity: null }, undefined],
    ['cloudtrail', { readOnly: true }, 'exclude_log_patterns.csv:5'],
    ['waf', { httpRequest: { headers: [{ value: 'man' }, { value: 'bot' }] } }, 'exclude_log_patterns.csv:6'],
    ['waf', { httpRequest: { headers: 'bot' } }, undefined],
  ])('is about whole values: %s %j', (name, record, rule) => {
    expect(records(name)?.ofRecord(record)).toBe(rule);
  });

  it('says nothing of other log types', () => {
    expect(records('alb')).toBeUndefined();
  });
});

describe('rules in YAML', () => {
  it('leave objects out by key, records by field and documents by condition', () => {
    // Prepare
    write(
      'rules.yaml',
      `keys:
  - { name: sandbox, pattern: AWSLogs/(111111111111|222222222222)/, log_types: [vpcflowlogs] }
  - { name: anywhere, pattern: /tmp/ }
fields:
  - { name: health checks, log_type: alb, field: useragent, pattern: ELB-HealthChecker/.* }
  - { name: port 0, log_type: alb, field: app.port, equals: 0 }
conditions:
  - { name: scanners, log_type: waf, expression: "action=='BLOCK' && httpRequest.country=='XX'" }
  - { name: trial, log_type: waf, action: COUNT, expression: "starts_with(action, 'A')" }
  - { name: off, log_type: waf, action: DISABLE, expression: "action" }
`,
    );
    const { rules } = new ExclusionDirectory(directory);

    // Assess
    expect(rules.ofObject('AWSLogs/222222222222/vpcflowlogs/x', 'vpcflowlogs')).toBe('sandbox');
    expect(rules.ofObject('AWSLogs/222222222222/elb/x', 'alb')).toBeUndefined();
    expect(rules.ofObject('a/tmp/x', 'alb')).toBe('anywhere');
    const alb = rules.forRecords(logType('alb', 'app'))!;
    expect(alb.ofRecord({ useragent: 'ELB-HealthChecker/2.0' })).toBe('health checks');
    expect(alb.ofRecord({ port: 0 })).toBe('port 0');
    expect(alb.ofDocument).toBeUndefined();
    const { ofDocument } = rules.forRecords(logType('waf'))!;
    expect(ofDocument!('{"action":"BLOCK","httpRequest":{"country":"XX"}}')).toEqual({
      excludedBy: 'scanners',
      countedBy: [],
    });
    expect(ofDocument!('{"action":"ALLOW"}')).toEqual({ countedBy: ['trial'] });
    expect(ofDocument!('{"action":7}')).toEqual({ countedBy: [] });
  });

  it('take linear time whatever the pattern and the value', () => {
    write('rules.yaml', 'fields: [{ name: x, log_type: alb, field: a, pattern: "(a+)+" }]');
    expect(records('alb')!.ofRecord({ a: `${'a'.repeat(50_000)}b` })).toBeUndefined();
  });
});

describe("the reference's parameters as files", () => {
  it('are conditions under their log type', () => {
    write('exclude-logs/waf/scanners.json', '{"action": "EXCLUDE", "expression": "action==`BLOCK`"}');
    write('exclude-logs/waf/off.json', '{"action": "DISABLE", "expression": "action"}');
    expect(records('waf')!.ofDocument!('{"action":"BLOCK"}').excludedBy).toBe('waf/scanners');
  });
});

describe('a file that is wrong', () => {
  it.each([
    ['a.csv', 'log_type,field\nalb,x\n', 'a.csv:1: the header lacks pattern, pattern_type'],
    [
      'a.csv',
      'log_type,field,pattern,pattern_type\nalb,x,y,glob\nalb,,y,text\n',
      "a.csv:2: pattern_type: found 'glob'; allowed: text, regex\na.csv:3: field is missing",
    ],
    ['a.csv', 'log_type,field,pattern,pattern_type\nalb,x,(,regex\n', 'a.csv:2: pattern: '],
    ['a.yaml', 'key: []', "a.yaml:1:1 key: is not known here; did you mean 'keys'?"],
    ['a.yaml', 'keys: [{ name: a, pattern: "(" }]', 'a.yaml:1:28 keys.0.pattern: '],
    ['a.yaml', 'fields: [{ name: a, log_type: b, field: c }]', 'has to have either equals or pattern'],
    ['a.yaml', 'conditions: [{ name: a, log_type: b, expression: "a ==" }]', 'is no JMESPath'],
    ['a.yaml', 'conditions: [{ name: a, log_type: b, action: KEEP, expression: a }]', 'conditions.0.action'],
    ['waf/a.json', '{"action":"EXCLUDE"}', 'waf/a.json:1: expression'],
    ['waf/a.json', 'EXCLUDE', 'waf/a.json:1: '],
  ])('%s: %j is named with its place', (name, text, expected) => {
    write(name, text);
    expect(problem()).toContain(expected);
  });
});

describe('changes', () => {
  it('are found, and a wrong file leaves the rules as they were until it is mended', () => {
    // Prepare
    const rules = 'keys: [{ name: a, pattern: x }]';
    write('a.yaml', rules);
    const found = new ExclusionDirectory(directory);
    const change = (text: string, seconds: number) => {
      write('a.yaml', text);
      utimesSync(join(directory, 'a.yaml'), seconds, seconds);
    };

    // Act and assess
    expect(found.refresh()).toBe(false);
    change('keys: [{ name: b, pattern: x }]', 1);
    expect(found.refresh()).toBe(true);
    expect(found.rules.ofObject('x', 'alb')).toBe('b');
    change('keys: 7', 2);
    expect(() => found.refresh()).toThrow('a.yaml:1:7');
    expect(found.rules.ofObject('x', 'alb')).toBe('b');
    expect(found.refresh()).toBe(false);
    change('keys: []', 3);
    expect(found.refresh()).toBe(true);
    expect(found.rules.ofObject('x', 'alb')).toBeUndefined();
  });
});

describe('the own logs', () => {
  const own = openExclusions({})().forRecords(logType('cloudtrail'))!;
  it.each([
    [{ userAgent: '[siem-es-loader/0.1.0 aws-sdk-js/3]' }, 'own_logs'],
    [{ userAgent: 'aws-cli/2' }, undefined],
    [{ sourceIPAddress: 'securitylake.amazonaws.com' }, 'own_logs'],
    [{ userIdentity: { principalId: 'AROAX:aes-siem-es-loader' } }, 'own_logs'],
    [{ userIdentity: { arn: 'arn:aws:sts::1:assumed-role/x-LambdaEsLoaderServiceRole-y/z' } }, 'own_logs'],
    [{ requestParameters: { roleArn: 'arn:aws:iam::1:role/AmazonSecurityLakeS3ReplicationRole' } }, 'own_logs'],
    [{ requestParameters: null, userIdentity: { arn: 'arn:aws:iam::1:user/maria' } }, undefined],
  ])('%j', (record, rule) => expect(own.ofRecord(record)).toBe(rule));

  it('are kept where that is wanted', () => {
    expect(openExclusions({ keepOwnLogs: true })().forRecords(logType('cloudtrail'))).toBeUndefined();
  });
});
