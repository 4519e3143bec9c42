import { type DeriveContext, type Derived, defineLogType, type RawRecord } from '@siem/log-type';
import { under } from '../shared/own-fields.ts';

const names = ['timestamp', 'log_level', 'message', 'worker_id'];
const derivedNames = ['cluster_name', 'broker_id', 'log_type', 'group_id', 'topic', 'sum_lag', 'max_lag', 'time_lag'];

/** `.../orders-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901-2/2026-01-30-10/Broker-1_10-05_a1b2c3d4.log.gz` */
const cluster = /\/([\w-]+)-\w{8}-\w{4}-\w{4}-\w{4}-\w{12}-\w{1,3}\//;
const broker = /(?:^|\/)Broker-(\d+)(?:_|$)/;
const consumerLag = /^ConsumerLag for groupId=([\w.-]+) topic=([\w.-]+) : SumLag=(\d+) MaxLag=(\d+) TimeLag=(\d+)/;

/** `Principal = User:app is Denied Operation = Read from host = 192.0.2.1 on resource = Topic:LITERAL:t for request = Fetch` */
const authorizer =
  /^Principal = (?:\w+:)?(?<user>.+?) is (?<decision>Allowed|Denied) [Oo]peration = (?<action>\w+) from host = (?<ip>\S+) on resource = (?<resource>\S+)/;
/** `Failed authentication with /192.0.2.1 (channelId=...) (SSL handshake failed)` */
const refused =
  /^(?:\[[^\]]*\] )?(?<action>Failed authentication) with [^\s/]*\/(?<ip>[\da-fA-F.:]+)(?:.*\((?<reason>[^()]+)\) \([\w.$]+\))?/;

/** Who did what, where the broker says so. */
function access(message: string): Derived {
  const authorized = authorizer.exec(message)?.groups;
  if (authorized !== undefined) {
    const isAllowed = authorized['decision'] === 'Allowed';
    return {
      ...authorized,
      type: 'access',
      outcome: isAllowed ? 'success' : 'failure',
    };
  }
  const failed = refused.exec(message)?.groups;
  return failed === undefined ? {} : { ...failed, category: 'authentication', type: 'start', outcome: 'failure' };
}

function derive(record: RawRecord, context: DeriveContext): Derived {
  const derived: Derived = {
    cluster_name: cluster.exec(context.key)?.[1],
    broker_id: (broker.exec(context.key) ?? broker.exec(context.meta.logStream ?? ''))?.[1],
    category: 'database',
    type: /^(?:ERROR|FATAL)$/.test(record['log_level'] ?? '') ? 'error' : 'info',
    ...access(record['message'] ?? ''),
  };
  const lag = consumerLag.exec(record['message'] ?? '');
  if (lag === null) return derived;
  const [, group_id, topic, sum_lag, max_lag, time_lag] = lag;
  return { ...derived, log_type: 'ConsumerLag', group_id, topic, sum_lag, max_lag, time_lag };
}

/** Broker logs of Amazon MSK, and of the workers of MSK Connect: Kafka's log4j lines, with stack traces. */
export default defineLogType({
  name: 'msk',
  title: 'Amazon MSK broker logs',
  source: 'https://docs.aws.amazon.com/msk/latest/developerguide/msk-logging.html',
  keys: [/KafkaBrokerLogs/],
  exampleKey:
    'AWSLogs/111122223333/KafkaBrokerLogs/eu-west-1/orders-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901-2/2026-01-30-10/Broker-1_10-05_a1b2c3d4.log.gz',
  priority: 105,
  content: {
    text: /^(?:\[Worker-\w{1,40}\] )?\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}\] (?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL) /,
  },
  index: 'log-aws-msk',
  format: {
    kind: 'multiline',
    first: /^(?:\[Worker-\w{1,40}\] )?\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/,
    patterns: [
      /^(?:\[Worker-(?<worker_id>\w{1,40})\] )?\[(?<timestamp>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:[,.]\d{1,9})?)\] (?<log_level>\S+)(?:\s(?<message>[\s\S]*))?$/,
    ],
  },
  fields: { 'msk.message': 'text', 'msk.sum_lag': 'long', 'msk.max_lag': 'long', 'msk.time_lag': 'long' },
  omit: names,
  timestamp: [
    { from: 'timestamp', format: 'iso8601' },
    { from: '@envelope', format: 'epoch' },
  ],
  derive,
  ecs: {
    ...under('msk', names),
    ...under(
      'msk',
      derivedNames.map((name) => `$${name}`),
    ),
    'event.kind': { value: 'event' },
    'event.category': '$category',
    'event.type': '$type',
    'event.action': '$action',
    'event.outcome': '$outcome',
    'event.reason': '$reason',
    'log.level': 'log_level',
    'msk.resource': '$resource',
    'related.ip': { all: ['$ip'] },
    'related.user': { all: ['$user'] },
    'source.address': '$ip',
    'source.ip': '$ip',
    'user.name': '$user',
  },
  geoip: ['source'],
  threat: { ip: ['source.ip'] },
});
