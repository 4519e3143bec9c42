import { type DeriveContext, type Derived, defineLogType, type RawRecord } from '@siem/log-type';
import { messageFacts } from './message.ts';

const tag = /\[(proxyEndpoint|clientConnection|dbConnection)=(\w{1,40})\]/g;
const tagNames: Readonly<Record<string, string>> = {
  ...{ proxyEndpoint: 'endpoint', clientConnection: 'client_connection', dbConnection: 'db_connection' },
};
const proxyInGroup = /^\/aws\/rds\/proxy\/([^/]+)/;

function derive(record: RawRecord, { meta }: DeriveContext): Derived {
  const message: string = record['message'] ?? '';
  const derived: Derived = {
    proxy: proxyInGroup.exec(meta.logGroup ?? '')?.[1],
    ...messageFacts(message, record['log_level']),
  };
  // Of pinned sessions, the message names the connection to the database.
  for (const [, name, value] of `${record['tags'] ?? ''} ${message}`.matchAll(tag)) derived[tagNames[name!]!] ??= value;
  return derived;
}

/** Connections through RDS Proxy: who connected from where, how logins went, and which connections were pinned. */
export default defineLogType({
  name: 'rds-proxy',
  title: 'Amazon RDS Proxy logs',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.troubleshooting.html',
  keys: [/\bRDS[-_/]?Proxy\b/i],
  exampleKey:
    'AWSLogs/111122223333/RDS/Proxy/eu-west-1/2026/01/30/10/siem-rds-proxy-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  // Names of proxies may name the engine, which keys of the engines' logs are known by.
  priority: 115,
  content: {
    // The time may have been taken for that of an export.
    text: /^(?:\d{4}-\d\d-\d\dT[\d:.]+Z? )?\[[A-Z]{4,5}\] (?:\[(?:proxyEndpoint|clientConnection|dbConnection)=|A TCP connection was established from the proxy )/,
    score: 2,
  },
  index: 'log-aws-rds-proxy',
  format: {
    kind: 'multiline',
    first: /^(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d|Credentials couldn't be retrieved)/,
    patterns: [
      /^(?<timestamp>\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?) \[(?<log_level>[A-Z]{4,5})\] (?<tags>(?:\[\w{1,40}=[^\]\n]{0,200}\] ?){0,5})(?<message>[\s\S]*)$/,
      /^(?<message>Credentials couldn't be retrieved[\s\S]*)$/,
    ],
    keepUnmatched: true,
  },
  fields: { 'rds.message': 'text', 'rds.query': 'text' },
  omit: ['timestamp', 'log_level', 'tags', 'message'],
  timestamp: [
    { from: 'timestamp', format: 'iso8601' },
    { from: '@envelope', format: 'epoch' },
  ],
  derive,
  ecs: {
    'event.kind': { value: 'event' },
    'event.category': '$category',
    'event.type': '$type',
    'event.action': '$action',
    'event.outcome': '$outcome',
    'event.reason': '$reason',
    'log.level': 'log_level',
    'network.transport': { value: 'tcp', when: { from: '$source.address', is: true } },
    'rds.proxy_name': '$proxy',
    'rds.proxy_endpoint': '$endpoint',
    'rds.client_connection': '$client_connection',
    'rds.db_connection': '$db_connection',
    'rds.database_name': '$database',
    'rds.message': 'message',
    'rds.query': '$query',
    'destination.address': '$destination.address',
    'destination.ip': '$destination.address',
    'destination.port': '$destination.port',
    'related.hosts': { all: ['$proxy'] },
    'related.ip': { all: ['$source.address', '$destination.address'] },
    'related.user': { all: ['$user'] },
    'source.address': '$source.address',
    'source.ip': '$source.address',
    'source.port': '$source.port',
    'user.name': '$user',
  },
  geoip: ['source'],
  threat: { ip: ['source.ip'] },
});
