import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDetections } from '../src/index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'siem-detection-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (text: string, name = 'own.yaml') => writeFileSync(join(folder, name), text);
const cloudTrail = (record: object) =>
  openDetections({})().forRecords({ name: 'cloudtrail' })!(record).map(({ id }) => id);

describe('the built-in rules', () => {
  it.each([
    [{ eventName: 'StopLogging', eventSource: 'cloudtrail.amazonaws.com' }, ['cloudtrail-logging-stopped']],
    [{ eventName: 'StopLogging', eventSource: 'ec2.amazonaws.com' }, []],
    [{ eventName: 'X', eventType: 'AwsApiCall', userIdentity: { type: 'Root' } }, ['root-activity']],
    [
      { eventName: 'X', eventType: 'AwsApiCall', userIdentity: { type: 'Root', invokedBy: 'support.amazonaws.com' } },
      [],
    ],
    [
      {
        eventName: 'ConsoleLogin',
        responseElements: { ConsoleLogin: 'Success' },
        additionalEventData: { MFAUsed: 'No' },
        userIdentity: { type: 'IAMUser' },
      },
      ['console-login-without-mfa'],
    ],
    [
      {
        eventName: 'AuthorizeSecurityGroupIngress',
        requestParameters: {
          ipPermissions: { items: [{ ipRanges: { items: [{ cidrIp: '10.0.0.0/8' }, { cidrIp: '0.0.0.0/0' }] } }] },
        },
      },
      ['security-group-open-to-the-world'],
    ],
    [{ eventName: 'CreateAccessKey' }, ['access-key-created']],
    [{ eventName: 'CreateAccessKey', errorCode: 'AccessDenied' }, []],
    [
      {
        eventName: 'AttachRolePolicy',
        requestParameters: { policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      },
      ['admin-policy-attached'],
    ],
    [{ eventName: 'DescribeInstances' }, []],
  ])('%j', (record, ids) => expect(cloudTrail(record)).toEqual(ids));

  it('say nothing of other log types', () => {
    expect(openDetections({})().forRecords({ name: 'alb' })).toBeUndefined();
    expect(openDetections({ builtIn: false })().forRecords({ name: 'cloudtrail' })).toBeUndefined();
  });
});

const own = (fields: string) =>
  `rules:\n  - { id: own-rule, name: Own, severity: low, log_types: [vpcflowlogs], ${fields} }\n`;

describe("a user's own rules", () => {
  it('match fields of the source, and change without a restart', () => {
    // Prepare
    write(own("when: { dstport: [22, 3389], action: REJECT }, unless: { srcaddr: { pattern: '^10\\.' } }"));
    const rules = openDetections({ directory: folder });
    const ids = (record: object) =>
      rules()
        .forRecords({ name: 'vpcflowlogs' })?.(record)
        .map(({ id }) => id);

    // Assess
    expect(ids({ dstport: '22', action: 'REJECT', srcaddr: '203.0.113.7' })).toEqual(['own-rule']);
    expect(ids({ dstport: '22', action: 'REJECT', srcaddr: '10.0.0.1' })).toEqual([]);
    expect(ids({ dstport: '23', action: 'REJECT', srcaddr: '203.0.113.7' })).toEqual([]);
  });

  it('take the place of a built-in rule with the same id', () => {
    write(
      `rules: [{ id: access-key-created, name: Ours, severity: low, log_types: [cloudtrail], when: { eventName: Never } }]`,
    );
    const match = openDetections({ directory: folder })().forRecords({ name: 'cloudtrail' })!;
    expect(match({ eventName: 'CreateAccessKey' })).toEqual([]);
    expect(match({ eventName: 'Never' })).toMatchObject([{ name: 'Ours', severity: 'low' }]);
  });

  it.each([
    [own('when: {}'), 'must name a field'],
    [own('when: { a: { patern: x } }'), 'must be a value, a list of values, or {pattern: …}'],
    [own("when: { a: { pattern: '(' } }"), 'own.yaml:2:'],
    [own('when: { a: 1 }').replace('low', 'severe'), 'allowed: low, medium, high, critical'],
    [own('when: { a: 1 }, wenn: 2'), 'wenn'],
  ])('are refused with their place: %j', (text, message) => {
    write(text);
    expect(() => openDetections({ directory: folder })).toThrow(message);
  });

  it('refuse an id that is taken', () => {
    write(own('when: { a: 1 }'));
    write(own('when: { a: 2 }'), 'second.yaml');
    expect(() => openDetections({ directory: folder })).toThrow("the id 'own-rule' is taken");
  });

  it('tell of changes', async () => {
    write(own('when: { a: 1 }'));
    const rules = await new Promise<ReturnType<typeof openDetections>>((resolve) => {
      const opened = openDetections({ directory: folder, refreshMs: 5 }, () => resolve(opened));
      write(own('when: { a: 2 }'));
      utimesSync(join(folder, 'own.yaml'), 1, 1);
    });
    expect(rules().forRecords({ name: 'vpcflowlogs' })!({ a: '2' })).toHaveLength(1);
  });
});
