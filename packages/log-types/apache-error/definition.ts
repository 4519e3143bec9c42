import { type DeriveContext, type Derived, defineLogType, isIpAddress, type RawRecord } from '@siem/log-type';
import { own } from '../shared/json-values.ts';
import { webServerEcs, webServerFacts } from '../shared/web-server.ts';

const types: Readonly<Record<string, string>> = {
  emerg: 'error',
  alert: 'error',
  crit: 'error',
  error: 'error',
  warn: 'error',
};
/** IPv6 addresses may stand in brackets of their own. */
const client = /^ \[client (\[[^\]]*\][^\]]*|[^\]]*)\]/;
/** Text up to the first colon: the source file, an APR error, or the message's number where no client is named. */
const beforeColon = /^ ([\w.()\s]+?):/;
const messageCode = /^ (A[A-Z\d]+):/;
/** Peer of an HTTP/2 or proxied connection, which stays in the message: a client may stand behind it. */
const remote = /^ \[remote ([^\]]*)\](?: (A[A-Z\d]+):)?/;
const userName =
  /^(?:\[remote [^\]]*\] A[A-Z\d]+: )?(?:Digest: )?user [`']?([^\s':]+)'?(?: in realm `[^']*')?(?: not found|: auth|: password)/;
const referer = /referer:\s*(http[^ ]*)/;

function derive(record: RawRecord, context: DeriveContext): Derived {
  let rest: string = record['rest'];
  const take = (pattern: RegExp): string | undefined => {
    const m = pattern.exec(rest);
    if (m !== null) rest = rest.slice(m[0].length);
    return m?.[1];
  };
  const detail = take(beforeColon);
  const proxied = remote.exec(rest);
  const peer = splitPeer(take(client) ?? proxied?.[1]);
  const code =
    take(messageCode) ?? proxied?.[2] ?? (detail !== undefined && /^AH\d+$/.test(detail) ? detail : undefined);
  const message = rest.trimStart();
  const level = String(record['log_level']).toLowerCase();
  return {
    ...webServerFacts(context, 'error'),
    ...peer,
    level,
    detail,
    code,
    message,
    user: userName.exec(message)?.[1],
    referer: referer.exec(message)?.[1],
    eventType: own(types, level) ?? 'info',
  };
}

/** `192.0.2.1:51000`, `2001:db8::1:51000`, `[2001:db8::1]:51000`; version 2.2 writes the address alone. */
function splitPeer(text: string | undefined): { ip?: string; port?: string } {
  if (text === undefined) return {};
  const colon = text.lastIndexOf(':');
  const [host, port] = [text.slice(0, colon).replace(/^\[|\]$/g, ''), text.slice(colon + 1)];
  return colon > 0 && isIpAddress(host) && /^\d+$/.test(port) ? { ip: host, port } : { ip: text };
}

/** Error log of the Apache HTTP Server 2.2 and 2.4, usually through CloudWatch Logs. */
export default defineLogType({
  name: 'apache-error',
  title: 'Apache HTTP Server error log',
  source: 'https://httpd.apache.org/docs/2.4/logs.html#errorlog',
  keys: [/[Aa]pache.*[Ee]rror\//],
  exampleKey:
    'AWSLogs/aws-account-id=111122223333/service=apache-error/web-site-name=shop/aws-region=eu-west-1/2026/01/30/10/siem-apache-error-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  content: {
    text: /^\[(?:[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,6})? \d{4}\] \[|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?(?: [+-]\d{4})?\] \[[\w-]{0,40}:[a-z]\w{1,9}\] \[pid )/,
  },
  index: 'log-web-apache',
  format: {
    kind: 'text',
    patterns: [
      /^\[(?<datetime>(?:[A-Z][a-z]{2} |\d{4}-\d\d-\d\d )[^\]]{8,40})\] \[(?:(?<module>[^:\]]*):)?(?<log_level>[^:\]]+)\](?: \[pid (?<pid>\d+)(?::tid (?<tid>\d+))?\])?(?<rest>.*)$/s,
    ],
  },
  omit: ['datetime', 'module', 'log_level', 'pid', 'tid', 'rest'],
  timestamp: [
    { from: 'datetime', format: '%a %b %d %H:%M:%S.%f %Y' },
    { from: 'datetime', format: '%a %b %d %H:%M:%S %Y' },
    { from: 'datetime', format: 'iso8601' },
    { from: '@envelope', format: 'epoch' },
  ],
  derive,
  ecs: {
    ...webServerEcs,
    'apache.error.debug_message': '$detail',
    'apache.error.module': 'module',
    'error.code': '$code',
    'error.message': '$message',
    'event.module': { value: 'error' },
    'event.type': '$eventType',
    'http.request.referrer': '$referer',
    'log.level': '$level',
    'process.pid': 'pid',
    'process.thread.id': 'tid',
    'related.ip': { all: ['$ip'] },
    'related.user': { all: ['$user'] },
    'source.address': '$ip',
    'source.ip': '$ip',
    'source.port': '$port',
    'user.name': '$user',
  },
  geoip: ['source'],
  threat: { ip: ['source.ip'] },
  containerStderr: 'keep',
});
