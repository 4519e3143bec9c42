import { defineLogType, type RawRecord } from '@siem/log-type';

/** AWS Network Firewall alert, flow and TLS logs: Suricata's EVE JSON under `event`. */
export default defineLogType({
  name: 'networkfirewall',
  title: 'AWS Network Firewall',
  source: 'https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-logging-contents.html',
  keys: [/_network-firewall_/],
  exampleKey:
    'AWSLogs/111122223333/network-firewall/alert/eu-west-1/shop/2026/01/30/10/111122223333_network-firewall_alert_eu-west-1_shop_202601301005_0a1b2c3d.log.gz',
  content: { json: ['firewall_name', 'event_timestamp', 'event.event_type'] },
  index: 'log-aws-networkfirewall',
  format: { kind: 'json' },
  timestamp: [
    { from: 'event.timestamp', format: 'iso8601' },
    { from: 'event_timestamp', format: 'epoch' },
  ],
  derive(record: RawRecord) {
    const isAlert = record['event']?.event_type === 'alert';
    return {
      kind: isAlert ? 'alert' : 'event',
      category: isAlert ? 'intrusion_detection' : 'network',
      verdict: verdict(record['event']?.alert?.action, isAlert ? 'info' : 'connection'),
    };
  },
  ecs: {
    'event.kind': '$kind',
    'event.category': '$category',
    'event.type': '$verdict',
    'event.action': 'event.alert.action',
    'event.module': 'event.event_type',
    'event.severity': 'event.alert.severity',
    'cloud.availability_zone': 'availability_zone',
    'destination.address': 'event.dest_ip',
    'destination.ip': 'event.dest_ip',
    'destination.port': 'event.dest_port',
    'http.request.method': 'event.http.http_method',
    'network.bytes': 'event.netflow.bytes',
    'network.packets': 'event.netflow.pkts',
    'network.protocol': 'event.app_proto',
    'network.transport': { from: 'event.proto', transform: 'lowercase' },
    'rule.id': 'event.alert.signature_id',
    'rule.name': 'event.alert.signature',
    'rule.version': 'event.alert.rev',
    'service.node.name': 'firewall_name',
    'source.address': 'event.src_ip',
    'source.bytes': 'event.netflow.bytes',
    'source.ip': 'event.src_ip',
    'source.packets': 'event.netflow.pkts',
    'source.port': 'event.src_port',
    'url.domain': ['event.http.hostname', 'event.tls.sni'],
    'user_agent.original': 'event.http.http_user_agent',
    'related.ip': { all: ['event.dest_ip', 'event.src_ip'] },
  },
  geoip: ['source', 'destination'],
  threat: { ip: ['source.ip', 'destination.ip'] },
});

function verdict(action: unknown, type: 'info' | 'connection'): string[] {
  if (action === 'blocked') return [type, 'denied'];
  return action === 'allowed' ? [type, 'allowed'] : [type];
}
