import { defineLogType } from '@siem/log-type';
import { deriveApiGateway } from './derive.ts';
import { accessLogPatterns } from './patterns.ts';

/**
 * API Gateway access logs of REST, HTTP and WebSocket APIs in the documented forms (JSON, CLF, CSV, XML), and execution
 * logs. What a log holds is its owner's choice, so fields are looked for under the names that `$context` variables and
 * common templates give them.
 */
export default defineLogType({
  name: 'apigateway',
  title: 'Amazon API Gateway access and execution logs',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html',
  keys: [/amazon-apigateway-/, /(?:^|[/_-])api-?gateway(?:[/_-]|$)/i],
  exampleKey:
    'AWSLogs/111122223333/APIGateway/eu-west-1/2026/01/30/10/amazon-apigateway-shop-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  content: {
    json: [
      ['requestId', 'request_id'],
      ['requestTime', 'requestTimeEpoch', 'request_time', 'request_time_epoch'],
      ['httpMethod', 'http_method', 'eventType'],
      ['status', 'statusCode', 'status_code'],
      ['protocol', 'apiId', 'api_id', 'connectionId', 'resourcePath', 'resource_path', 'routeKey'],
    ],
    text: /^\([\da-f]{8}-[\da-f-]{27}\) (?:HTTP Method|Starting|Method|Endpoint|Execution|Verifying|API Key|Sending|Received|Successfully)\b/,
  },
  index: 'log-aws-apigateway',
  format: { kind: 'text', patterns: accessLogPatterns, alsoJson: true },
  fields: {
    status: 'long',
    responseLength: 'long',
    responseLatency: 'double',
    integrationLatency: 'double',
    requestTimeEpoch: 'long',
    authorizer: 'flat_object',
    execution_message: 'text',
  },
  textFields: ['status', 'error', 'integration', 'waf'],
  timestamp: [
    { from: '$time', format: '%d/%b/%Y:%H:%M:%S %z' },
    { from: '$epoch', format: 'epoch' },
    { from: '$time', format: 'iso8601' },
    { from: '$time', format: 'epoch' },
    { from: '@envelope', format: 'epoch' },
    { from: '@key', format: 'iso8601' },
  ],
  derive: deriveApiGateway,
  ecs: {
    'event.kind': { value: 'event' },
    'event.category': { value: ['web'] },
    'event.type': '$type',
    'event.action': '$action',
    'event.outcome': '$outcome',
    'event.duration': '$duration',
    message: 'execution_message',
    'error.message': '$error',
    'cloud.account.id': '$account',
    'cloud.region': ['$region', '@region'],
    'http.request.id': '$requestId',
    'http.request.method': '$method',
    'http.response.bytes': '$bytes',
    'http.response.status_code': '$status',
    'http.version': '$version',
    'service.id': '$api',
    'service.environment': '$stage',
    'source.address': '$ip',
    'source.ip': '$ip',
    'trace.id': '$trace',
    'url.domain': '$domain',
    'url.path': '$path',
    'user.name': '$user',
    'user_agent.original': '$agent',
    'tls.version': '$tlsVersion',
    'tls.cipher': '$tlsCipher',
    'related.hosts': { all: ['$domain'] },
    'related.ip': { all: ['$ip'] },
    'related.user': { all: ['$user', 'caller', '$userArn'] },
  },
  geoip: ['source'],
  threat: { ip: ['source.ip'] },
});
