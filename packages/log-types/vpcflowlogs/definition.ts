import { defineLogType } from '@siem/log-type';

/** Names of the default format, version 2, for objects without a header line. */
const version2 = [
  'version',
  'account_id',
  'interface_id',
  'srcaddr',
  'dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end',
  'action',
  'log_status',
];

/** IANA protocol number -> `network.transport`. */
const transports = {
  '1': 'icmp',
  '2': 'igmp',
  '6': 'tcp',
  '8': 'egp',
  '17': 'udp',
  '33': 'dccp',
  '41': 'ipv6',
  '42': 'sdrp',
  '47': 'gre',
  '50': 'esp',
  '51': 'ah',
  '58': 'ipv6-icmp',
  '88': 'eigrp',
  '89': 'ospf',
  '132': 'sctp',
};

/** Nobody writes these in a text of words. AWS adds to them. */
const fieldNames =
  '(?:src|dst)(?:addr|port)|(?:account|interface|vpc|subnet|instance|az|tgw|pkt|ecs|resource|sublocation)-[a-z-]+|' +
  'log-status|tcp-flags|flow-direction|traffic-path|reject-reason|encryption-status|packets-lost-[a-z-]+';
const plainNames = 'version|protocol|packets|bytes|start|end|action|type|region';
/**
 * Records hold numbers or `-`, names neither; a line of other words is no header. One name alone is a record of one
 * field.
 */
const headerPattern = new RegExp(
  `^(?:(?=(?:[a-z-]+ )*(?:${fieldNames})(?:\\s|$))[a-z][a-z-]+(?: [a-z][a-z-]+)+|(?:${plainNames})(?: (?:${plainNames}))+)\\s*$`,
);

/** VPC and transit gateway flow logs: any fields of versions 2 to 10 in any order, named by the header line. */
export default defineLogType({
  name: 'vpcflowlogs',
  title: 'Amazon VPC Flow Logs and transit gateway flow logs',
  source: 'https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html',
  keys: [/vpcflowlogs/],
  exampleKey:
    'AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/01/30/111122223333_vpcflowlogs_eu-west-1_fl-0123456789abcdef0_20260130T1005Z_5d8b3f2a.log.gz',
  content: {
    header: ['srcaddr', 'dstaddr', 'log-status'],
    text: /^\d{1,2} (?:\d{12}|unknown|-) eni-[\da-f]{8,17} [\da-f.:-]{1,45} [\da-f.:-]{1,45} /,
    json: ['srcaddr', 'dstaddr', ['interface_id', 'interface-id', 'tgw_id'], ['log_status', 'log-status']],
  },
  index: 'log-aws-vpcflowlogs',
  format: {
    kind: 'columns',
    delimiter: ' ',
    header: 'file',
    headerPattern,
    defaultHeader: version2,
    minColumns: 'header',
  },
  fields: {
    version: 'long',
    srcaddr: 'ip',
    dstaddr: 'ip',
    pkt_srcaddr: 'ip',
    pkt_dstaddr: 'ip',
    srcport: 'long',
    dstport: 'long',
    protocol: 'long',
    packets: 'long',
    bytes: 'long',
    start: 'long',
    end: 'long',
    tcp_flags: 'long',
    traffic_path: 'long',
    packets_lost_no_route: 'long',
    packets_lost_blackhole: 'long',
    packets_lost_mtu_exceeded: 'long',
    packets_lost_ttl_expired: 'long',
  },
  timestamp: [
    { from: 'end', format: 'epoch' },
    { from: 'start', format: 'epoch' },
  ],
  // Transit gateways do not accept or reject, so their records have no outcome.
  derive: (record) => (record['resource_type'] === undefined ? undefined : { logType: 'transit-gateway' }),
  ecs: {
    'event.kind': { value: 'event' },
    'event.category': { value: ['network'] },
    'event.type': {
      from: 'action',
      map: { ACCEPT: ['connection', 'allowed'], REJECT: ['connection', 'denied'] },
      default: ['connection'],
    },
    'event.action': 'action',
    'event.outcome': {
      from: 'action',
      map: { ACCEPT: 'success', REJECT: 'failure' },
      default: 'unknown',
      when: { from: '$logType', is: false },
    },
    'event.reason': 'reject_reason',
    'cloud.account.id': 'account_id',
    'cloud.region': 'region',
    'cloud.instance.id': 'instance_id',
    'container.id': 'ecs_container_id',
    'service.name': 'ecs_service_name',
    'source.address': 'srcaddr',
    'source.ip': 'srcaddr',
    'source.port': 'srcport',
    'source.bytes': 'bytes',
    'source.packets': 'packets',
    'destination.address': 'dstaddr',
    'destination.ip': 'dstaddr',
    'destination.port': 'dstport',
    'network.bytes': 'bytes',
    'network.packets': 'packets',
    'network.direction': 'flow_direction',
    'network.iana_number': 'protocol',
    'network.transport': { from: 'protocol', map: transports },
    'network.type': { from: 'type', transform: 'lowercase' },
    'related.ip': { all: ['srcaddr', 'dstaddr', 'pkt_srcaddr', 'pkt_dstaddr'] },
  },
  geoip: ['source', 'destination'],
  threat: { ip: ['source.ip', 'destination.ip', 'related.ip'] },
});
