import { type DeriveContext, type Derived, defineLogType, isIpAddress, type RawRecord } from '@siem/log-type';
import { parseRequestLine, setHost } from '../shared/http-request.ts';
import { webServerEcs, webServerFacts } from '../shared/web-server.ts';

/** Facts behind the message, `, client: 192.0.2.1, server: example.com, request: "GET / HTTP/1.1", host: "..."`. */
const fact =
  /, (?<name>client|server|request|subrequest|upstream|host|referrer|login): (?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<plain>[^,"]*))/g;

/** `user "alice": password mismatch`, `user "bob" was not found in "..."`, of basic authentication. */
const userName = /^user "((?:[^"\\]|\\.)*)"(?:: | was not found)/;
/** Before there is a request: `client 192.0.2.1:51000 connected to 0.0.0.0:25`. */
const connected = /^client (\S+):(\d{1,5}) connected to /;

function derive(record: RawRecord, context: DeriveContext): Derived {
  const message: string = record['message'];
  const facts = factsOf(message);
  const { raw, ...request } = parseRequestLine(facts['request']);
  const url: { domain?: string; port?: string } = request;
  if (facts['host'] !== undefined && request.domain === undefined) setHost(url, facts['host']);
  const [, address, port] = connected.exec(message) ?? [];
  // The mail proxy adds how: `client: 192.0.2.1 using starttls`.
  const client = facts['client']?.split(' ', 1)[0] ?? address;
  return {
    ...webServerFacts(context, 'error'),
    ...request,
    original: raw ?? request.target,
    client: client?.startsWith('unix:') === true ? undefined : client,
    relatedIp: client !== undefined && isIpAddress(client) ? client : undefined,
    sourcePort: port,
    user: facts['login'] ?? userName.exec(message)?.[1],
    server: facts['server'],
    upstream: facts['upstream'],
    referrer: facts['referrer'],
  };
}

/** They stand at the end: whatever a client got into the message comes before them. */
function factsOf(message: string): Record<string, string> {
  const facts: Record<string, string> = {};
  const start = message.lastIndexOf(', client: ');
  if (start < 0) return facts;
  for (const { groups } of message.slice(start).matchAll(fact)) {
    const value = groups!['quoted'] ?? groups!['plain'] ?? '';
    if (value !== '' && value !== '-') facts[groups!['name']!] ??= value;
  }
  return facts;
}

/** Error log of nginx, usually through CloudWatch Logs; messages of modules may have several lines. */
export default defineLogType({
  name: 'nginx-error',
  title: 'nginx error log',
  source: 'https://nginx.org/en/docs/ngx_core_module.html#error_log',
  keys: [/[Nn]ginx.*[Ee]rror\//],
  exampleKey:
    'AWSLogs/aws-account-id=111122223333/service=nginx-error/web-site-name=shop/aws-region=eu-west-1/2026/01/30/10/siem-nginx-error-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  content: { text: /^20\d\d\/\d\d\/\d\d \d\d:\d\d:\d\d \[[a-z]+\] \d+#\d+: / },
  index: 'log-web-nginx',
  format: {
    kind: 'multiline',
    first: /^20\d{2}\/\d{2}\/\d{2} /,
    patterns: [
      /^(?<datetime>20\d{2}\/\d{2}\/\d{2} \d{2}:\d{2}:\d{2}) \[(?<severity>[a-z]+)\] (?<process_id>\d+)#(?<thread_id>\d+): (?:\*(?<connection_id>\d+))?\s*(?<message>.*)$/s,
    ],
  },
  omit: ['datetime', 'severity', 'process_id', 'thread_id', 'connection_id', 'message'],
  timestamp: [
    { from: 'datetime', format: '%Y/%m/%d %H:%M:%S' },
    { from: '@envelope', format: 'epoch' },
  ],
  derive,
  ecs: {
    ...webServerEcs,
    'error.message': 'message',
    'event.module': { value: 'error' },
    'event.type': { value: ['error'] },
    'http.request.method': '$method',
    'http.request.referrer': '$referrer',
    'http.version': '$version',
    'log.level': 'severity',
    'nginx.error.connection_id': 'connection_id',
    'nginx.error.server': '$server',
    'nginx.error.upstream': '$upstream',
    'process.pid': 'process_id',
    'process.thread.id': 'thread_id',
    'related.hosts': { all: ['$instanceId'] },
    'related.ip': '$relatedIp',
    'related.user': { all: ['$user'] },
    'source.address': '$client',
    'source.ip': '$client',
    'source.port': '$sourcePort',
    'url.domain': '$domain',
    'url.extension': '$extension',
    'url.fragment': '$fragment',
    'url.original': '$original',
    'url.path': '$path',
    'url.port': '$port',
    'url.query': '$query',
    'user.name': '$user',
  },
  geoip: ['source'],
  threat: { ip: ['source.ip', 'related.ip'] },
  containerStderr: 'keep',
});
