import { type Derived, defineLogType, type RawRecord, scalarText } from '@siem/log-type';

/** AWS WAF traffic logs: direct to S3, through Firehose or CloudWatch Logs. */
export default defineLogType({
  name: 'waf',
  title: 'AWS WAF traffic logs',
  source: 'https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html',
  keys: [/aws-waf-logs-/, /_waflogs_/],
  exampleKey:
    'AWSLogs/111122223333/WAFLogs/eu-west-1/shop/2026/01/30/10/05/111122223333_waflogs_eu-west-1_shop_20260130T1005Z_0a1b2c3d.log.gz',
  content: { json: ['webaclId', 'terminatingRuleId', 'httpRequest'] },
  index: 'log-aws-waf',
  format: { kind: 'json' },
  timestamp: { from: 'timestamp', format: 'epoch' },
  derive: deriveWaf,
  ecs: {
    'event.kind': { value: 'alert' },
    'event.category': { value: ['web'] },
    // A puzzle or a silent challenge is what the client got instead of an answer.
    'event.type': {
      from: 'action',
      map: { ALLOW: ['allowed'], BLOCK: ['denied'], CAPTCHA: ['denied'], CHALLENGE: ['denied'] },
      default: ['access'],
    },
    'event.action': 'action',
    'cloud.account.id': '$account',
    'cloud.region': { from: '$region', default: 'global' },
    'http.request.bytes': 'requestBodySize',
    'http.request.id': 'httpRequest.requestId',
    'http.request.method': 'httpRequest.httpMethod',
    'http.request.referrer': '$headers.referer',
    'http.response.status_code': 'responseCodeSent',
    'http.version': '$version',
    'rule.name': 'terminatingRuleId',
    'rule.ruleset': '$ruleset',
    'source.address': 'httpRequest.clientIp',
    'source.ip': 'httpRequest.clientIp',
    'tls.client.ja3': 'ja3Fingerprint',
    'url.domain': '$headers.host',
    'url.fragment': 'httpRequest.fragment',
    'url.path': 'httpRequest.uri',
    'url.query': 'httpRequest.args',
    'url.scheme': 'httpRequest.scheme',
    'user_agent.original': '$headers.user_agent',
    'related.hosts': { all: ['$headers.host'] },
    'related.ip': { all: ['httpRequest.clientIp'] },
  },
  geoip: ['source'],
  threat: { ip: ['source.ip'] },
});

/** Request headers become an object with one member a header, so that they can be searched by name. */
function deriveWaf(record: RawRecord): Derived {
  const request = record['httpRequest'];
  const headers = headerObject(request?.headers);
  if (headers !== undefined) {
    // Credentials of the site's visitors are not for the people who search here.
    const { authorization: _left, ...kept } = headers;
    request.header = kept;
  }
  return {
    ...aclFacts(record['webaclId']),
    headers: headers ?? {},
    version: scalarText(request?.httpVersion ?? '').split('/')[1],
  };
}

function headerObject(headers: unknown): Record<string, unknown> | undefined {
  if (!Array.isArray(headers) || headers.length === 0) return undefined;
  const object: Record<string, unknown> = Object.create(null);
  for (const header of headers) {
    if (typeof header?.name === 'string') object[header.name.toLowerCase().replaceAll('-', '_')] = header.value;
  }
  return object;
}

/** WAFv2: `arn:aws:wafv2:<region>:<account>:<regional|global>/webacl/<name>/<id>`; WAF Classic: an id. */
function aclFacts(webAcl: unknown): Derived {
  if (typeof webAcl !== 'string') return {};
  const [, , , region, account, resource] = webAcl.split(':');
  const [scope, , name] = resource?.split('/') ?? [];
  if (name === undefined) return { ruleset: webAcl };
  return { ruleset: name, region: scope === 'global' ? 'global' : region, account };
}
