import { type Derived, defineLogType, type RawRecord } from '@siem/log-type';
import { ipVersion } from '../shared/ip-version.ts';
import { textOf } from '../shared/json-values.ts';
import { splitQuery } from '../shared/path-query.ts';
import { tlsVersion } from '../shared/tls-version.ts';

/** AWS Network Firewall alert, flow and TLS logs: Suricata's EVE JSON under `event`. */
export default defineLogType({
  name: 'networkfirewall',
  title: 'AWS Network Firewall',
  source: 'https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-logging-contents.html',
  keys: [/_network-firewall_/],
  exampleKey:
    'AWSLogs/111122223333/network-firewall/alert/eu-west-1/shop/2026/01/30/10/111122223333_network-firewall_alert_eu-west-1_shop_202601301005_0a1b2c3d.log.gz',
  // Records about TLS inspection have no type.
  content: { json: ['firewall_name', 'event_timestamp', ['event.event_type', 'event.src_ip']] },
  index: 'log-aws-networkfirewall',
  format: { kind: 'json' },
  timestamp: [
    { from: 'event.timestamp', format: 'iso8601' },
    { from: 'event_timestamp', format: 'epoch' },
  ],
  derive(record: RawRecord) {
    const event = record['event'];
    const isAlert = event?.event_type === 'alert';
    return {
      kind: isAlert ? 'alert' : 'event',
      region: /^[a-z-]{4,30}-\d/.exec(record['availability_zone'] ?? '')?.[0],
      category: isAlert ? 'intrusion_detection' : 'network',
      verdict: verdict(event?.alert?.action ?? event?.revocation_check?.action, isAlert ? 'info' : 'connection'),
      tlsVersion: tlsVersion(event?.tls?.version),
      certificate: hexDigits(event?.tls?.fingerprint),
      serial: hexDigits(event?.tls?.serial),
      question: event?.dns?.query?.[0] ?? event?.dns?.queries?.[0] ?? event?.dns,
      networkType: ipVersion(event?.src_ip),
      httpVersion: textOf(event?.http?.protocol)?.replace(/^HTTP\//i, ''),
      ...target(textOf(event?.http?.url)),
    };
  },
  ecs: {
    'event.kind': '$kind',
    'event.category': '$category',
    'event.type': '$verdict',
    'event.action': ['event.alert.action', 'event.revocation_check.action'],
    'event.module': 'event.event_type',
    'event.severity': 'event.alert.severity',
    'cloud.availability_zone': 'availability_zone',
    'cloud.region': ['@region', '$region'],
    'destination.address': 'event.dest_ip',
    'destination.ip': 'event.dest_ip',
    'destination.port': 'event.dest_port',
    'dns.question.name': '$question.rrname',
    'dns.question.type': '$question.rrtype',
    'error.message': 'event.tls_error.error_message',
    'event.end': 'event.netflow.end',
    'event.start': 'event.netflow.start',
    'http.request.method': 'event.http.http_method',
    'http.request.referrer': 'event.http.http_refer',
    'http.response.status_code': 'event.http.status',
    'http.version': '$httpVersion',
    'network.bytes': 'event.netflow.bytes',
    'network.packets': 'event.netflow.pkts',
    'network.protocol': 'event.app_proto',
    'network.type': '$networkType',
    'network.transport': { from: 'event.proto', transform: 'lowercase' },
    'rule.category': 'event.alert.category',
    'rule.id': 'event.alert.signature_id',
    'rule.name': 'event.alert.signature',
    'rule.version': 'event.alert.rev',
    'service.node.name': 'firewall_name',
    'source.address': 'event.src_ip',
    'source.bytes': 'event.netflow.bytes',
    'source.ip': 'event.src_ip',
    'source.packets': 'event.netflow.pkts',
    'source.port': 'event.src_port',
    'url.domain': ['event.http.hostname', 'event.tls.sni', 'event.sni'],
    'url.original': 'event.http.url',
    'url.path': '$path',
    'url.query': '$query',
    'tls.client.server_name': ['event.tls.sni', 'event.sni'],
    'tls.client.ja3': 'event.tls.ja3.hash',
    'tls.server.hash.sha1': '$certificate',
    'tls.server.issuer': 'event.tls.issuerdn',
    'tls.server.ja3s': 'event.tls.ja3s.hash',
    'tls.server.not_after': 'event.tls.notafter',
    'tls.server.not_before': 'event.tls.notbefore',
    'tls.server.x509.serial_number': '$serial',
    'tls.server.subject': 'event.tls.subject',
    'tls.version': '$tlsVersion',
    'user_agent.original': 'event.http.http_user_agent',
    'related.ip': { all: ['event.dest_ip', 'event.src_ip'] },
  },
  geoip: ['source', 'destination'],
  threat: { ip: ['source.ip', 'destination.ip'] },
});

/** Requests to proxies name the host in front of the path. */
function target(url: string | undefined): Derived {
  if (url === undefined || !/^(?:\/|https?:\/\/)/i.test(url)) return {};
  return splitQuery(url.replace(/^https?:\/\/[^/?#]*/i, '') || '/');
}

/** `0a:1b:2c` as ECS wants it. */
function hexDigits(text: unknown): string | undefined {
  return typeof text === 'string' && /^[\da-f:]+$/i.test(text) ? text.replaceAll(':', '').toUpperCase() : undefined;
}

function verdict(action: unknown, type: 'info' | 'connection'): string[] {
  if (action === 'blocked' || action === 'DROP' || action === 'REJECT') return [type, 'denied'];
  return action === 'allowed' || action === 'PASS' ? [type, 'allowed'] : [type];
}
