import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { normalize, type TestDocument } from '@siem/index-templates/testing';
import { logTypesFolder } from '@siem/log-types';

// Made-up events for every detection: those it has to find and neighbours that it must leave alone. All lie on
// 2026-01-30; the samples' clock ingests them at midnight after it.

const account = '111122223333';

function cloudTrail(eventName: string, changes: object = {}, number = 0): object {
  return {
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', accountId: account, userName: 'maria' },
    eventTime: '2026-01-30T10:00:00Z',
    eventSource: 'iam.amazonaws.com',
    eventName,
    awsRegion: 'eu-west-1',
    sourceIPAddress: '203.0.113.77',
    eventID: `${eventName}-${JSON.stringify(changes).length}-${number}`,
    eventType: 'AwsApiCall',
    recipientAccountId: account,
    ...changes,
  };
}

function login(userName: string, result: string, mfa: string, number = 0): object {
  return cloudTrail(
    'ConsoleLogin',
    {
      eventSource: 'signin.amazonaws.com',
      userIdentity: { type: 'IAMUser', accountId: account, userName },
      responseElements: { ConsoleLogin: result },
      additionalEventData: { MFAUsed: mfa },
      ...(result === 'Failure' && { errorMessage: 'Failed authentication' }),
      eventID: `login-${userName}-${result}-${mfa}-${number}`,
    },
    number,
  );
}

const ingress = (cidrIp: string) => ({
  eventSource: 'ec2.amazonaws.com',
  requestParameters: {
    groupId: 'sg-0a1b',
    ipPermissions: { items: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp }] } }] },
  },
});

const times = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

const cloudTrailEvents: readonly object[] = [
  login('careful', 'Success', 'Yes'),
  login('careless', 'Success', 'No'),
  ...times(6, (i) => login('guessed', 'Failure', 'No', i)),
  login('guessed', 'Success', 'Yes'),
  ...times(6, (i) => login('not-guessed', 'Failure', 'No', i)),
  cloudTrail('ConsoleLogin', {
    eventSource: 'signin.amazonaws.com',
    userIdentity: { type: 'Root', accountId: account },
    responseElements: { ConsoleLogin: 'Success' },
    additionalEventData: { MFAUsed: 'Yes' },
  }),
  cloudTrail('CreateAccessKey', { userIdentity: { type: 'Root', accountId: account } }),
  cloudTrail('StopLogging', { eventSource: 'cloudtrail.amazonaws.com' }),
  cloudTrail('DescribeTrails', { eventSource: 'cloudtrail.amazonaws.com' }),
  cloudTrail('DeleteDetector', { eventSource: 'guardduty.amazonaws.com' }),
  cloudTrail('DisableSecurityHub', { eventSource: 'securityhub.amazonaws.com' }),
  cloudTrail('StopConfigurationRecorder', { eventSource: 'config.amazonaws.com' }),
  cloudTrail('DeleteFlowLogs', { eventSource: 'ec2.amazonaws.com' }),
  cloudTrail('ScheduleKeyDeletion', { eventSource: 'kms.amazonaws.com', requestParameters: { keyId: 'k' } }),
  cloudTrail('DeactivateMFADevice', { requestParameters: { userName: 'maria' } }),
  cloudTrail('DeleteBackupVault', { eventSource: 'backup.amazonaws.com' }),
  cloudTrail('LeaveOrganization', { eventSource: 'organizations.amazonaws.com' }),
  cloudTrail('AuthorizeSecurityGroupIngress', ingress('0.0.0.0/0')),
  cloudTrail('AuthorizeSecurityGroupIngress', ingress('192.0.2.0/24')),
  cloudTrail('AuthorizeSecurityGroupIngress', { ...ingress('0.0.0.0/0'), errorCode: 'AccessDenied' }, 1),
  cloudTrail('AttachRolePolicy', {
    requestParameters: { roleName: 'r', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  }),
  cloudTrail('AttachRolePolicy', {
    requestParameters: { roleName: 'r', policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
  }),
  cloudTrail('PutBucketAcl', {
    eventSource: 's3.amazonaws.com',
    requestParameters: { bucketName: 'b', 'x-amz-acl': ['public-read'] },
  }),
  cloudTrail('PutBucketAcl', {
    eventSource: 's3.amazonaws.com',
    requestParameters: { bucketName: 'b', 'x-amz-acl': ['private'] },
  }),
  cloudTrail('ModifySnapshotAttribute', {
    eventSource: 'ec2.amazonaws.com',
    requestParameters: {
      snapshotId: 'snap-1',
      createVolumePermission: { add: { items: [{ userId: '999988887777' }] } },
    },
  }),
  ...times(60, (i) =>
    cloudTrail(
      `Describe${i % 6}`,
      { errorCode: 'AccessDenied', userIdentity: { type: 'IAMUser', accountId: account, userName: 'explorer' } },
      i,
    ),
  ),
];

function flow(source: string, port: number, action: string, i: number): string {
  return `2 ${account} eni-0a1b2c3d4e5f60718 ${source} 10.0.1.25 ${40_000 + i} ${port} 6 3 180 1769767501 1769767561 ${action} OK`;
}

const flows = [
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status',
  ...times(150, (i) => flow('198.51.100.9', 1 + i, 'REJECT', i)),
  ...times(150, (i) => flow('198.51.100.10', 443, 'REJECT', i)),
  ...times(150, (i) => flow('198.51.100.11', 1 + i, 'ACCEPT', i)),
].join('\n');

function wafBlock(clientIp: string, i: number): object {
  return {
    timestamp: 1_769_767_501_000 + i,
    formatVersion: 1,
    webaclId: `arn:aws:wafv2:eu-west-1:${account}:regional/webacl/shop/0a`,
    terminatingRuleId: 'r',
    terminatingRuleType: 'REGULAR',
    action: 'BLOCK',
    httpRequest: { clientIp, uri: `/${i}`, httpMethod: 'GET', requestId: `q${i}` },
  };
}

function dnsQuery(srcaddr: string, action?: string): object {
  return {
    version: '1.100000',
    account_id: account,
    region: 'eu-west-1',
    vpc_id: 'vpc-0a1b',
    query_timestamp: '2026-01-30T10:05:06Z',
    query_name: action === undefined ? 'shop.example.' : 'evil.example.',
    query_type: 'A',
    query_class: 'IN',
    rcode: 'NOERROR',
    answers: [],
    srcaddr,
    srcport: '40001',
    transport: 'UDP',
    srcids: { instance: 'i-0a1b2c3d4e5f60718' },
    ...(action !== undefined && { firewall_rule_action: action }),
  };
}

function sshLines(address: string, failures: number, isOpened: boolean): string[] {
  const line = (second: number, text: string) =>
    `2026-01-30T10:${String(5 + Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}.123456+00:00 web-1 sshd[2101]: ${text}`;
  return [
    ...times(failures, (i) => line(i, `Failed password for admin from ${address} port ${50_000 + i} ssh2`)),
    ...(isOpened ? [line(failures, `Accepted password for admin from ${address} port 51000 ssh2`)] : []),
  ];
}

type Source = Record<string, unknown> & { event?: Record<string, unknown> };

/** The first sample document of a log type, with changes on top. */
function sampleDocument(name: string, id: string, change: (source: Source) => void): TestDocument {
  const file = join(logTypesFolder, name, 'default.expected.json');
  const { documents } = JSON.parse(readFileSync(file, 'utf8')) as { documents: (TestDocument & { _source: Source })[] };
  const document = structuredClone(documents[0]!);
  change(document._source);
  return { ...document, _id: id };
}

function windowsEvent(code: string, id: string): TestDocument {
  return sampleDocument('windows-event', id, (source) => {
    source['event'] = { ...source.event, code };
  });
}

function ledgerEntry(id: string, logType: string, finishedAt: string, changes: object = {}): TestDocument {
  return {
    _index: 'siem-ledger-2026-01',
    _id: id,
    _source: {
      log_type: logType,
      outcome: 'loaded',
      read: 10,
      indexed: 10,
      dead_lettered: 0,
      balances: true,
      lag_ms: 1000,
      finished_at: finishedAt,
      ...changes,
    },
  };
}

const ledger: readonly TestDocument[] = [
  ...times(10, (i) => ledgerEntry(`waf-${i}`, 'waf', `2026-01-2${Math.min(9, 5 + Math.floor(i / 3))}T10:00:00Z`)),
  ...times(10, (i) => ledgerEntry(`trail-${i}`, 'cloudtrail', `2026-01-30T${10 + i}:00:00Z`)),
  ...times(2, (i) => ledgerEntry(`config-${i}`, 'config-snapshot', `2026-01-2${6 + i}T10:00:00Z`)),
  ledgerEntry('dead', 'nlb', '2026-01-31T00:00:00Z', { dead_lettered: 3, indexed: 7 }),
  ledgerEntry('unbalanced', 'nlb', '2026-01-31T00:00:00Z', { balances: false, indexed: 9 }),
  ...times(25, (i) => ledgerEntry(`late-${i}`, 'alb', '2026-01-31T00:00:00Z', { lag_ms: 4_000_000 })),
];

/** Everything that detections look at, as documents. */
export async function detectionDocuments(): Promise<TestDocument[]> {
  return [
    ...(await normalize('cloudtrail', { Records: cloudTrailEvents })),
    ...(await normalize('vpcflowlogs', flows)),
    ...(await normalize('waf', [
      ...times(210, (i) => wafBlock('203.0.113.77', i)),
      ...times(5, (i) => wafBlock('203.0.113.78', i)),
    ])),
    ...(await normalize('route53resolver', [dnsQuery('10.0.1.7', 'BLOCK'), dnsQuery('10.0.1.8')])),
    ...(await normalize(
      'linux-secure',
      [
        ...sshLines('198.51.100.20', 25, true),
        ...sshLines('198.51.100.21', 25, false),
        ...sshLines('198.51.100.22', 2, true),
      ].join('\n'),
    )),
    ...times(25, (i) => windowsEvent('4625', `logon-${i}`)),
    windowsEvent('1102', 'cleared'),
    sampleDocument('guardduty', 'severe', () => {}),
    sampleDocument('guardduty', 'harmless', (source) => {
      source['event'] = { ...source.event, severity: 2 };
    }),
    sampleDocument('macie', 'macie-high', () => {}),
    sampleDocument('networkfirewall', 'signature', () => {}),
    sampleDocument('vpcflowlogs', 'threat', (source) => {
      source['threat'] = { matched: { indicators: ['203.0.113.77'], providers: ['example'] } };
    }),
    sampleDocument('cloudtrail', 'rule', (source) => {
      source['siem'] = { detection: { id: ['r1'], name: ['a rule'], severity: ['high'] } };
    }),
    ...ledger,
  ];
}

/** What each detection has to find: number of alerts, or groups by their keys, or rules with their number of documents. */
export const expectedAlerts: Readonly<Record<string, number | readonly string[] | Readonly<Record<string, number>>>> = {
  'cloudtrail-changes': {
    'root-login': 1,
    'root-key': 1,
    'trail-stopped': 1,
    'guardduty-stopped': 1,
    'securityhub-stopped': 1,
    'config-stopped': 1,
    'flow-logs-deleted': 1,
    'kms-key-deletion': 1,
    'mfa-removed': 1,
    'backup-deleted': 1,
    'organization-left': 1,
  },
  'console-login-without-mfa': 1,
  'console-failures-then-success': ['guessed'],
  'access-denied-burst': [`${account},explorer`],
  'security-group-opened': 1,
  'admin-policy-attached': 1,
  's3-public': 1,
  'snapshot-shared': 1,
  'guardduty-high': 1,
  'findings-high': 1,
  'threat-list-match': ['vpcflowlogs,10.0.1.25'],
  'rule-match': ['r1,cloudtrail'],
  'port-scan': ['198.51.100.9'],
  'waf-spike': ['203.0.113.77'],
  'dns-firewall': ['10.0.1.7,evil.example.'],
  'network-firewall-alerts': ['203.0.113.77,test_tcp'],
  'ssh-brute-force': ['198.51.100.20', '198.51.100.21'],
  'ssh-login-after-failures': ['198.51.100.20'],
  'windows-logon-failures': ['203.0.113.77'],
  'windows-audit-log-cleared': 1,
  'silent-log-type': ['waf'],
  'dead-letters': ['nlb'],
  'ledger-out-of-balance': 1,
  'late-logs': 25,
};
