import { type Derived, defineLogType, type RawRecord, scalarNumber } from '@siem/log-type';

const fieldNames = [
  'CacheClusterId',
  'CacheNodeId',
  'Id',
  'Timestamp',
  'Duration_us',
  'Command',
  'ClientAddress',
  'ClientName',
];

/** `192.0.2.1:50123`, `[2001:db8::1]:50123`, or a socket's path with `:0`. */
function splitAddress(text: unknown): { address?: string; port?: string } {
  if (typeof text !== 'string') return {};
  const colon = text.lastIndexOf(':');
  if (colon < 0) return { address: text };
  return { address: text.slice(0, colon).replace(/^\[|\]$/g, ''), port: text.slice(colon + 1) };
}

/** JSON names the duration `Duration (us)`, which searches would have to quote. */
function derive(record: RawRecord): Derived {
  if (record['Duration (us)'] !== undefined) {
    record['Duration_us'] = record['Duration (us)'];
    record['Duration (us)'] = undefined;
  }
  const microseconds = scalarNumber(record['Duration_us']);
  return {
    ...splitAddress(record['ClientAddress']),
    duration: Number.isFinite(microseconds) ? microseconds * 1000 : undefined,
  };
}

/** Slow log of ElastiCache for Redis OSS and Valkey, in JSON or as text. */
export default defineLogType({
  name: 'elasticache-redis-slowlog',
  title: 'ElastiCache for Redis slow log',
  source: 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Log_Delivery.html',
  keys: [/(?:redis|valkey).*slow/i],
  exampleKey:
    'AWSLogs/111122223333/ElastiCache/redis/slowlog/eu-west-1/2026/01/30/10/siem-elasticache-redis-slowlog-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  priority: 125,
  content: { json: ['CacheClusterId', 'CacheNodeId', 'Duration (us)', 'Command'] },
  index: 'log-aws-elasticache',
  format: {
    kind: 'text',
    alsoJson: true,
    patterns: [
      // The command may contain commas, so it ends where the client's address and name follow. The id may be left out.
      /^(?<CacheClusterId>[^,]*),(?<CacheNodeId>\d{4}),(?:(?<Id>\d+),)?(?<Timestamp>\d{10,13}),(?<Duration_us>\d+),(?<Command>[\s\S]*),(?<ClientAddress>[^,]*:\d+),(?<ClientName>[^,]*)$/,
    ],
  },
  prefix: 'elasticache',
  fields: Object.fromEntries(
    fieldNames.map((name) => [name, /^(?:Id|Timestamp|Duration_us)$/.test(name) ? 'long' : 'keyword']),
  ),
  timestamp: [
    { from: 'Timestamp', format: 'epoch' },
    { from: '@envelope', format: 'epoch' },
  ],
  derive,
  ecs: {
    'event.kind': { value: 'event' },
    'event.module': { value: 'redis-slowlog' },
    'event.category': { value: ['database'] },
    'event.type': { value: ['access'] },
    'event.duration': '$duration',
    'source.address': '$address',
    'source.ip': '$address',
    'source.port': '$port',
    'related.ip': { all: ['$address'] },
  },
  geoip: ['source'],
  threat: { ip: ['source.ip'] },
});
