import { type Derived, defineLogType, type RawRecord } from '@siem/log-type';
import { readPacketData } from './packet-data.ts';
import { protectionModule } from './protection-module.ts';

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function joined(...values: unknown[]): string {
  let all = '';
  for (const value of values) if (text(value) !== undefined) all += all === '' ? value : ` ${value}`;
  return all;
}

function derive(record: RawRecord): Derived {
  const isLeef = record['leef_version'] !== undefined;
  const id = record[isLeef ? 'leef_event_id' : 'cef_device_event_class_id'];
  const vendor = isLeef ? 'leef_device' : 'cef_device';
  const packet = readPacketData(text(record['TrendMicroDsPacketData']));
  if (packet !== undefined) record['TrendMicroDsPacketData'] = packet.text;
  return {
    ...protectionModule(id, record[`${vendor}_product`]),
    ...urlOf(text(record['request'])),
    agent: joined(record[`${vendor}_vendor`], record[`${vendor}_product`], record[`${vendor}_version`]),
    rule: joined(id, isLeef ? record['name'] : record['cef_name']),
    // A reset in detection mode drops nothing, so the name would mislead.
    action: text(record['act'])?.replaceAll('IDS:Reset', 'DetectOnly:NotReset'),
    client: packet?.forwardedFor,
  };
}

/** Web reputation names a URL, or a host alone. */
function urlOf(request: string | undefined): Derived {
  const host =
    request === undefined ? undefined : /^(?:[a-z]+:\/\/)?(?<host>[^\s/:]+)/i.exec(request)?.groups?.['host'];
  return { url: request, urlHost: host };
}

/** Members that are mapped; `cn1` and `cs1` are the host's id and the rule's note in every event that has them. */
const mapped = [
  'act',
  'dst',
  'dpt',
  'dmac',
  'out',
  'src',
  'spt',
  'smac',
  'in',
  'proto',
  'fname',
  'cnt',
  'cs1',
  'cn1',
  'msg',
];

/** Events of Trend Micro Deep Security and Workload Security, as CEF or LEEF, usually forwarded by Fluentd as JSON. */
export default defineLogType({
  name: 'deepsecurity',
  title: 'Trend Micro Deep Security events',
  source: 'https://help.deepsecurity.trendmicro.com/20_0/on-premise/event-syslog-message-formats.html',
  keys: [/ds_agent/],
  exampleKey: 'ds_agent/2026/01/30/10_ip-192-0-2-10_0.gz',
  priority: 140,
  content: { text: /(?:CEF:0\||LEEF:[12]\.0\|)Trend Micro\|Deep Security / },
  index: 'log-deepsecurity',
  format: { kind: 'cef', labels: 'keep', alsoLeef: true },
  omit: [...mapped, 'fluent_hostname', 'TrendMicroDsTenant', 'TrendMicroDsTenantId'],
  timestamp: [
    { from: 'rt', format: 'epoch' },
    { from: 'timestamp', format: 'iso8601' },
    { from: 'time', format: 'iso8601' },
    { from: 'time', format: 'epoch' },
    { from: 'syslog.timestamp', format: 'syslog' },
    { from: 'devTime', format: '%b %d %Y %H:%M:%S %Z' },
    { from: '@envelope', format: 'epoch' },
  ],
  derive,
  ecs: {
    'agent.name': '$agent',
    'event.kind': '$kind',
    'event.category': '$category',
    'event.type': '$type',
    'event.action': '$action',
    'event.count': 'cnt',
    'event.original': 'msg',
    'event.severity': ['cef_severity', 'sev'],
    'destination.address': 'dst',
    'destination.bytes': 'out',
    'destination.ip': 'dst',
    'destination.mac': ['dmac', 'dstMAC'],
    'destination.port': ['dpt', 'dstPort'],
    'file.hash.md5': ['TrendMicroDsFileMD5', 'md5'],
    'file.hash.sha1': ['TrendMicroDsFileSHA1', 'sha1'],
    'file.hash.sha256': ['TrendMicroDsFileSHA256', 'fileHash'],
    'file.path': ['fname', 'filePath', 'fileName'],
    'host.id': 'cn1',
    'host.name': 'dvchost',
    'network.transport': 'proto',
    'process.executable': ['sproc', 'processName'],
    'related.hash': {
      all: [
        'TrendMicroDsFileMD5',
        'TrendMicroDsFileSHA1',
        'TrendMicroDsFileSHA256',
        'fileHash',
        'md5',
        'sha1',
        'sha256',
      ],
    },
    'related.hosts': { all: ['dvchost', 'fluent_hostname'] },
    'related.ip': { all: ['src', 'dst', 'dvc', '$client'] },
    'related.user': { all: ['suser', 'usrName', 'duser'] },
    'rule.category': 'cs1',
    'rule.name': '$rule',
    'server.name': ['fluent_hostname', 'hostname', 'syslog.hostname'],
    'source.address': 'src',
    'source.bytes': 'in',
    'source.ip': ['$client', 'src', 'dvc'],
    'source.mac': ['smac', 'srcMAC'],
    'source.port': ['spt', 'srcPort'],
    'url.domain': '$urlHost',
    'url.original': '$url',
    'user.name': ['suser', 'usrName'],
  },
  fields: { 'event.count': 'long' },
  geoip: ['source', 'destination'],
  threat: { ip: ['source.ip', 'destination.ip'] },
});
