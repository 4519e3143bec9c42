import { type DeriveContext, type Derived, isIpAddress, type RawRecord, type TextFormat } from '@siem/log-type';
import { parseRequestLine, setHost } from './http-request.ts';
import { readWebJson } from './web-json.ts';
import { webServerEcs, webServerFacts } from './web-server.ts';

/**
 * Access logs in the common and combined formats of Apache and nginx, with or without a virtual host or
 * X-Forwarded-For in front, X-Forwarded-For or byte counts behind. The pattern finds the time; what stands before and
 * behind it is cut by hand, because clients put quotes, brackets and spaces anywhere.
 */
export const webAccessFormat: TextFormat = {
  kind: 'text',
  patterns: [
    /^(?<head>.{1,4000}?) \[(?<datetime>\d{1,2}\/[A-Za-z]{3}\/\d{4}:\d\d:\d\d:\d\d(?: ?[+-]\d{2}:?\d{2})?)\] (?<rest>.*)$/s,
  ],
  alsoJson: true,
};

export const webAccessTimestamp = [
  { from: 'datetime', format: '%d/%b/%Y:%H:%M:%S %z' },
  { from: '$time', format: 'iso8601' },
] as const;

interface Client {
  vhost?: string;
  forwardedFor?: string[];
  host: string;
  ident: string | undefined;
  user: string | undefined;
}

interface Tail {
  request: string | undefined;
  status?: string;
  bodyBytes?: string;
  referer?: string | undefined;
  userAgent?: string | undefined;
  /** What follows: values in quotes, numbers, `rt=0.003`, `xff="192.0.2.1"`. */
  more: string[];
}

export function deriveWebAccess(record: RawRecord, context: DeriveContext): Derived {
  if (record['head'] === undefined && !readLine(record)) return deriveWebJson(record, context);
  const client = splitHead(record['head']);
  const tail = splitTail(record['rest']);
  const { raw, ...request } = parseRequestLine(tail.request);
  if (client.vhost !== undefined && request.domain === undefined) setHost(request, client.vhost);
  const [first = '', second = ''] = tail.more;
  const hasByteCounts = isNumber(first) && isNumber(second);
  const forwardedFor = client.forwardedFor ?? forwardedForIn(tail.more);
  return {
    ...webServerFacts(context, 'access'),
    ...request,
    original: raw ?? request.target,
    host: client.host,
    ident: client.ident,
    user: client.user,
    status: tail.status,
    outcome: outcome(tail.status),
    bodyBytes: tail.bodyBytes,
    // Apache's mod_logio writes both; a single number behind is something else.
    requestBytes: hasByteCounts ? first : undefined,
    responseBytes: hasByteCounts ? second : undefined,
    referer: tail.referer,
    userAgent: tail.userAgent,
    forwardedFor,
    addresses: relatedAddresses(client.host, forwardedFor),
  };
}

/** A shipper's record: the line beside what is known about where it was read. */
function readLine(record: RawRecord): boolean {
  const line = record['message'] ?? record['log'];
  const groups = typeof line === 'string' ? webAccessFormat.patterns[0]!.exec(line)?.groups : undefined;
  if (groups !== undefined) Object.assign(record, groups);
  return groups !== undefined;
}

function deriveWebJson(record: RawRecord, context: DeriveContext): Derived {
  const { request, domain, scheme, ...values } = readWebJson(record);
  const { raw, ...parts } = request;
  if (domain !== undefined && parts.domain === undefined) setHost(parts, domain);
  const forwardedFor = addresses(values.forwardedFor);
  return {
    ...webServerFacts(context, 'access'),
    ...(scheme === undefined ? {} : { scheme }),
    ...parts,
    ...values,
    original: raw ?? parts.target,
    outcome: outcome(values.status),
    forwardedFor,
    addresses: relatedAddresses(values.host, forwardedFor),
  };
}

const quotedList = /^(?:(?<vhost>[^\s"]{1,255}) )?"(?<list>[^"]{0,2000})" (?<rest>.*)$/s;

/** `192.0.2.1 - frank`, behind a virtual host or the addresses of X-Forwarded-For. User names may hold spaces. */
function splitHead(head: string): Client {
  const quoted = head.includes('"') ? quotedList.exec(head)?.groups : undefined;
  if (quoted !== undefined) {
    const { vhost, list, rest } = quoted;
    const forwardedFor = addresses(list);
    return {
      ...splitWords(rest!),
      ...(vhost !== undefined && { vhost }),
      ...(forwardedFor !== undefined && { forwardedFor }),
    };
  }
  return splitWords(head);
}

function splitWords(head: string): Client {
  const words = head.split(' ').filter((word) => word !== '');
  const client: Client = { host: '', ident: undefined, user: undefined };
  let at = 0;
  const isAddress = (i: number) => words[i] !== undefined && isIpAddress(words[i]!.replace(/,$/, ''));
  if (!isAddress(0) && isAddress(1)) {
    if (words[0] !== '-') client.vhost = words[0]!;
    at = 1;
  } else if (!isAddress(0) && words[1] !== '-' && words[2] === '-' && words.length > 3) {
    // A client that is no address, as the name of a host or `unix:`.
    client.vhost = words[0]!;
    at = 1;
  }
  const first = at;
  while (isAddress(at) && isAddress(at + 1)) at++;
  if (at > first) client.forwardedFor = words.slice(first, at).map((word) => word.replace(/,$/, ''));
  client.host = words[at] ?? '';
  client.ident = present(words[at + 1]);
  // A further `-` is what the format has behind the user, as the id of the request.
  const user = words.slice(at + 2);
  while (user.length > 1 && user.at(-1) === '-') user.pop();
  client.user = present(user.join(' '));
  return client;
}

/** `"request" status bytes "referer" "user agent" ...` */
function splitTail(text: string): Tail {
  const end = requestEnd(text);
  const tail: Tail = { request: present(text.slice(1, end)), more: [] };
  const m = /^" (\d{3})(?: (?:(\d+)|-))?/.exec(text.slice(end, end + 40));
  if (m === null) return tail;
  tail.status = m[1]!;
  if (m[2] !== undefined) tail.bodyBytes = m[2];
  const values = splitValues(text, end + m[0].length);
  // Some formats have the time that it took in front.
  const first = values.findIndex((value) => !isNumber(value));
  if (values[first]?.startsWith('"') !== true) return { ...tail, more: values };
  tail.referer = present(unquoted(values[first]));
  tail.userAgent = present(unquoted(values[first + 1]));
  tail.more = [...values.slice(0, first), ...values.slice(first + 2)].map((value) => unquoted(value) ?? '');
  return tail;
}

/** Position of the quote that closes the request: the first one with a status behind it. */
function requestEnd(text: string): number {
  let at = text.indexOf('" ', 1);
  while (at >= 0 && !/^\d{3}(?: |$)/.test(text.slice(at + 2, at + 6))) at = text.indexOf('" ', at + 1);
  if (at >= 0) return at;
  const quote = text.indexOf('"', 1);
  return quote < 0 ? text.length : quote;
}

/** Quoted values keep their opening quote. A quote inside is escaped, or leaves one over behind it. */
function splitValues(text: string, start: number): string[] {
  const values: string[] = [];
  let at = start;
  while (at < text.length && values.length < 16) {
    if (text.charCodeAt(at) === 32) {
      at++;
      continue;
    }
    const end = text.charCodeAt(at) === 34 ? closingQuote(text, at + 1) : wordEnd(text, at);
    values.push(text.slice(at, end));
    at = text.charCodeAt(at) === 34 ? end + 1 : end;
  }
  return values;
}

function closingQuote(text: string, from: number): number {
  // Counted once: a line full of quotes would be counted again for each.
  let quotesBehind: number | undefined;
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    if (text.charCodeAt(at - 1) === 92 && text.charCodeAt(at - 2) !== 92) continue;
    if (quotesBehind !== undefined) quotesBehind--;
    const behind = at + 1 === text.length ? 'end' : text.slice(at + 1, at + 3);
    if (behind === 'end' || /^ (?:["\d-]|$)/.test(behind)) return at;
    if (!behind.startsWith(' ')) continue;
    quotesBehind ??= text.slice(at + 1).match(unescapedQuote)?.length ?? 0;
    if (quotesBehind % 2 === 0) return at;
  }
  return text.length;
}

const unescapedQuote = /(?<!(?<!\\)\\)"/g;

/** A list goes on behind its comma, a name's quoted value up to its quote. */
function wordEnd(text: string, from: number): number {
  const quote = text.indexOf('="', from);
  let end = text.indexOf(' ', from);
  if (quote >= 0 && quote < end) return Math.min(closingQuote(text, quote + 2) + 1, text.length);
  while (end >= 0 && text[end - 1] === ',') end = text.indexOf(' ', end + 1);
  return end < 0 ? text.length : end;
}

function unquoted(value: string | undefined): string | undefined {
  return value?.startsWith('"') === true ? value.slice(1) : value;
}

function present(text: string | undefined): string | undefined {
  return text === undefined || text === '' || text === '-' ? undefined : text;
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}

const forwardedName = /^[\w-]{0,40}(?:forwarded|xff)[\w-]{0,40}="?/i;

/** The first of the values that is a list of addresses, with the header's name in front or without. */
function forwardedForIn(values: readonly string[]): string[] | undefined {
  for (const value of values) {
    const found = /[.:]/.test(value) ? addresses(value.replace(forwardedName, '').replace(/"$/, '')) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function addresses(list: string | undefined): string[] | undefined {
  const found = list?.split(',').flatMap((entry) => (isIpAddress(entry.trim()) ? [entry.trim()] : []));
  return found === undefined || found.length === 0 ? undefined : found;
}

function relatedAddresses(host: string, forwardedFor: readonly string[] | undefined): string | string[] | undefined {
  if (forwardedFor === undefined) return isIpAddress(host) ? host : undefined;
  return [...new Set(isIpAddress(host) ? [host, ...forwardedFor] : forwardedFor)].sort();
}

function outcome(status: string | undefined): string {
  if (status === undefined) return 'unknown';
  return Number(status) < 400 ? 'success' : 'failure';
}

/** ECS fields of access logs. */
export const webAccessEcs = {
  ...webServerEcs,
  'event.module': { value: 'access' },
  'event.type': { value: ['access'] },
  'event.outcome': '$outcome',
  'http.request.bytes': '$requestBytes',
  'http.request.header.x_forwarded_for': '$forwardedFor',
  'http.request.method': '$method',
  'http.request.referrer': '$referer',
  'http.response.body.bytes': '$bodyBytes',
  'http.response.bytes': '$responseBytes',
  'http.response.status_code': '$status',
  'http.version': '$version',
  'related.ip': '$addresses',
  'related.user': { all: ['$user', '$ident'] },
  'source.address': '$host',
  'source.ip': '$host',
  'url.domain': '$domain',
  'url.extension': '$extension',
  'url.fragment': '$fragment',
  'url.original': '$original',
  'url.path': '$path',
  'url.port': '$port',
  'url.query': '$query',
  'user.id': ['$user', '$ident'],
  'user.name': '$user',
  'user_agent.original': '$userAgent',
} as const;

export const webAccessOmit = ['head', 'datetime', 'rest'] as const;
