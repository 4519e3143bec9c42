import { type Derived, defineLogType, type RawRecord } from '@siem/log-type';

const outcomes: Readonly<Record<string, string>> = { successful: 'success', failed: 'failure' };
const types: Readonly<Record<string, string>> = { 'connection-attempt': 'start', 'connection-reset': 'end' };

/** Times are UTC without saying so; what there is none of is `NA`, which no date or address field takes. */
function cleanTimesAndAddresses(record: RawRecord): void {
  for (const name of ['connection-start-time', 'connection-last-update-time', 'connection-end-time']) {
    const time: unknown = record[name];
    if (time === 'NA') record[name] = undefined;
    else if (typeof time === 'string') record[name] = utcTime(time);
  }
  for (const name of ['client-ip', 'client-ipv6-address', 'device-ip', 'device-ipv6-address']) {
    if (record[name] === 'NA') record[name] = undefined;
  }
}

function utcTime(time: string): string {
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?$/.test(time) ? `${time.replace(' ', 'T')}+00:00` : time;
}

function count(value: unknown): number {
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : 0;
  return Number.isFinite(number) ? number : 0;
}

function derive(record: RawRecord): Derived {
  cleanTimesAndAddresses(record);
  const reason: unknown = record['connection-attempt-failure-reason'];
  const seconds = Number(record['connection-duration-seconds']);
  const bytes = count(record['ingress-bytes']) + count(record['egress-bytes']);
  const packets = count(record['ingress-packets']) + count(record['egress-packets']);
  const derived: Derived = {
    outcome: outcomes[record['connection-attempt-status']],
    type: types[record['connection-log-type']],
    reason: reason === 'NA' ? undefined : reason,
    duration: Number.isFinite(seconds) ? Math.round(seconds * 1e9) : undefined,
  };
  return bytes + packets === 0 ? derived : { ...derived, bytes, packets };
}

/** Connection log of AWS Client VPN endpoints, through CloudWatch Logs. */
export default defineLogType({
  name: 'clientvpn',
  title: 'AWS Client VPN connection logs',
  source: 'https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/connection-logging.html',
  keys: [/\/ClientVPN\//],
  exampleKey:
    'AWSLogs/111122223333/ClientVPN/eu-west-1/2026/01/30/10/siem-clientvpn-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  content: { json: ['connection-log-type', 'connection-id', 'client-vpn-endpoint-id'] },
  index: 'log-aws-clientvpn',
  format: { kind: 'json' },
  prefix: 'clientvpn',
  timestamp: [
    { from: 'connection-last-update-time', format: 'iso8601' },
    { from: '@envelope', format: 'epoch' },
  ],
  derive,
  ecs: {
    'event.kind': { value: 'event' },
    'event.category': { value: ['network'] },
    'event.type': '$type',
    'event.action': 'connection-log-type',
    'event.outcome': '$outcome',
    'event.duration': '$duration',
    'event.start': 'connection-start-time',
    'event.end': 'connection-end-time',
    'error.message': '$reason',
    'network.bytes': '$bytes',
    'network.packets': '$packets',
    'network.transport': { from: 'transport-protocol', transform: 'lowercase' },
    'related.ip': { all: ['device-ip', 'device-ipv6-address', 'client-ip', 'client-ipv6-address'] },
    'related.user': { all: ['username'] },
    'source.ip': ['device-ip', 'device-ipv6-address'],
    'source.port': 'port',
    'user.id': 'username',
    'user.name': 'username',
  },
  geoip: ['source'],
  threat: { ip: ['source.ip'] },
});
