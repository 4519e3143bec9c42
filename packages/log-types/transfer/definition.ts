import { defineLogType } from '@siem/log-type';
import { deriveTransfer } from './derive.ts';

/**
 * Transfer Family: sessions of SFTP, FTPS and FTP servers, connectors and managed workflows as JSON; sessions in the older
 * text form (`user.session ACTIVITY Key=value …`).
 */
export default defineLogType({
  name: 'transfer',
  title: 'AWS Transfer Family logs',
  source: 'https://docs.aws.amazon.com/transfer/latest/userguide/cw-structure-logs.html',
  keys: [/(?:^|\/)Transfer(?:Family)?\//, /(?:^|[/_-])(?:aws-?)?transfer(?:-?family|[/_-]s-[\da-f]{17})/i],
  exampleKey:
    'AWSLogs/111122223333/TransferFamily/eu-west-1/2026/01/30/10/siem-transfer-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  content: {
    json: [
      ['activity-type', 'transferDetails', 'connector-arn'],
      ['resource-arn', 'workflowId', 'transfer-id'],
    ],
    text: /^(?:ERRORS AUTH_FAILURE |\S{1,120}\.[\da-f]{16} (?:CONNECTED|DISCONNECTED|OPEN|CLOSE|DELETE|RENAME|MKDIR|RMDIR|CREATE_SYMLINK|ERROR|PARTIAL_CLOSE)\b)/,
  },
  index: 'log-aws-transfer',
  format: {
    kind: 'text',
    patterns: [
      /^ERRORS (?<activity>[A-Z_]{4,32})(?: (?<details>[\s\S]*))?$/,
      /^(?<session>\S{1,256}\.[\da-f]{8,32}) (?<activity>[A-Z_]{4,32})(?: (?<details>[\s\S]*))?$/,
    ],
    alsoJson: true,
  },
  fields: { 'bytes-in': 'long', 'bytes-out': 'long', bytes: 'long', details: 'flat_object', mode: 'keyword' },
  // A text record's details become members of their own; a workflow's are an object.
  omit: ['session', 'activity'],
  timestamp: [
    { from: 'timestamp', format: 'iso8601' },
    { from: '@envelope', format: 'epoch' },
  ],
  derive: deriveTransfer,
  ecs: {
    'event.kind': { value: 'event' },
    'event.category': '$category',
    'event.type': '$type',
    'event.action': '$action',
    'event.outcome': '$outcome',
    'event.start': 'start-time',
    'event.end': 'end-time',
    'event.reason': '$message',
    'error.message': '$error',
    'cloud.account.id': '$account',
    'cloud.region': '$region',
    'file.path': '$file.path',
    'file.directory': '$file.directory',
    'file.name': '$file.name',
    'file.extension': '$file.extension',
    'file.size': '$size',
    'source.address': '$ip',
    'source.ip': '$ip',
    'source.bytes': '$bytesIn',
    'destination.bytes': '$bytesOut',
    'network.protocol': '$protocol',
    'server.address': '$server',
    'url.full': '$url',
    'tls.cipher': '$tlsCipher',
    'user.name': '$user',
    'user_agent.original': '$client',
    'activity-type': '$activityType',
    'session-id': '$session',
    'home-dir': '$homeDir',
    'new-path': '$newPath',
    role: '$role',
    'related.hash': { all: ['$fingerprint'] },
    'related.hosts': { all: ['$server'] },
    'related.ip': { all: ['$ip'] },
    'related.user': { all: ['$user'] },
  },
  geoip: ['source'],
  threat: { ip: ['source.ip'] },
  // Names of clients such as SSH-2.0-OpenSSH_9.6: kept, but there is no browser in them.
  userAgent: false,
});
