import { defineLogType, type RawRecord } from '@siem/log-type';
import { splitAddress } from '../shared/elb.ts';

/** Health checks of an Application Load Balancer's targets. */
export default defineLogType({
  name: 'alb-health-check',
  title: 'Application Load Balancer health check logs',
  source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-health-check-logs.html',
  keys: [/(?:^|\/)health_check_log[._][^/]*elasticloadbalancing_[^/]*\.log(?:\.gz)?$/],
  exampleKey:
    'AWSLogs/111122223333/elasticloadbalancing/eu-west-1/2026/01/30/health_check_log_111122223333_elasticloadbalancing_eu-west-1_app.shop.1a2b3c4d5e6f7a8b_20260130T1005Z_192.0.2.10_2soosksi.log.gz',
  // The rest of the key is that of an access log.
  priority: 90,
  content: {
    text: /^(?:https?|h2|grpcs?|tcp|lambda) \d{4}-\d\d-\d\dT[\d:.]+Z \S{1,20} \S{1,80} \S{1,80} (?:PASS|FAIL)\b/,
  },
  index: 'log-aws-elb',
  format: {
    kind: 'columns',
    delimiter: ' ',
    quotes: 'double',
    header: ['type', 'time', 'latency', 'target_addr', 'target_group_id', 'status', 'status_code', 'reason_code'],
    minColumns: 6,
  },
  fields: { time: 'date', latency: 'double', status_code: 'long', target_port: 'long' },
  timestamp: { from: 'time', format: 'iso8601' },
  derive(record: RawRecord) {
    const target = splitAddress(record['target_addr']);
    return { ip: target.ip, port: target.port, nanoseconds: Math.round(Number(record['latency']) * 1e9) || undefined };
  },
  ecs: {
    target_ip: '$ip',
    target_port: '$port',
    'event.kind': { value: 'event' },
    'event.category': { value: ['network'] },
    'event.type': { value: ['connection'] },
    'event.action': { value: 'health-check' },
    'event.outcome': { from: 'status', map: { PASS: 'success', FAIL: 'failure' }, default: 'unknown' },
    'event.reason': 'reason_code',
    'event.duration': '$nanoseconds',
    'destination.address': '$ip',
    'destination.ip': '$ip',
    'destination.port': '$port',
    'http.response.status_code': 'status_code',
    'network.protocol': { from: 'type', transform: 'lowercase' },
    'related.ip': { all: ['$ip'] },
  },
});
