import { unescapeStrictly } from './percent.ts';

/** What the request line of a web server's log says. Absent: not there. */
export interface HttpRequest {
  method?: string;
  /** Target as the client wrote it. */
  target?: string;
  version?: string;
  /** The whole text, where it is no request line: TLS to a plain port, scans, garbage. */
  raw?: string;
  domain?: string;
  port?: string;
  path?: string;
  query?: string;
  fragment?: string;
  extension?: string;
}

/** `GET /path?a=b HTTP/1.1`. Paths may hold spaces; the last ` HTTP/` counts. */
export function parseRequestLine(line: string | undefined): HttpRequest {
  if (line === undefined || line === '-' || line === '') return {};
  const first = line.indexOf(' ');
  const last = line.lastIndexOf(' HTTP/');
  const version = line.slice(last + 6);
  if (first <= 0 || last <= first || version.includes(' ')) return { raw: line };
  const request: HttpRequest = { method: line.slice(0, first), target: line.slice(first + 1, last), version };
  splitTarget(request);
  return request;
}

/** Text after `#` with one of these is a part of an attack, not a fragment. */
const noFragment = /[&(){}@_;<>\s]/;

function splitTarget(request: HttpRequest): void {
  let path = decoded(withoutOrigin(request));
  const hash = path.indexOf('#');
  if (hash >= 0 && hash === path.lastIndexOf('#') && !noFragment.test(path.slice(hash + 1))) {
    request.fragment = path.slice(hash + 1);
    path = path.slice(0, hash);
  }
  const question = path.indexOf('?');
  if (question >= 0) {
    request.query = path.slice(question + 1);
    path = path.slice(0, question);
  }
  request.path = path;
  const extension = extensionOf(path);
  if (extension !== undefined) request.extension = extension;
}

/** Targets of proxies name the host: `http://host:port/path`, and `host:port` for CONNECT. */
function withoutOrigin(request: HttpRequest): string {
  const target = request.target ?? '';
  if (target.startsWith('/')) return target;
  if (target.startsWith('http://') || target.startsWith('https://')) {
    const start = target.indexOf('//') + 2;
    const slash = target.indexOf('/', start);
    setHost(request, target.slice(start, slash < 0 ? undefined : slash));
    return slash < 0 ? '/' : target.slice(slash);
  }
  if (request.method?.toLowerCase() === 'connect' && setHost(request, target)) return '';
  return target;
}

/** `example.com:8080`, `[2001:db8::1]:8080`. */
export function setHost(url: { domain?: string; port?: string }, host: string): boolean {
  const m = /^(?:\[([\da-f:.]+)\]|([^:/?#\s]+))(?::(\d{1,5}))?$/i.exec(host);
  if (m === null) return false;
  url.domain = m[1] ?? m[2]!;
  if (m[3] !== undefined) url.port = m[3];
  return true;
}

/** Attackers escape twice, so that is undone as well. */
function decoded(path: string): string {
  if (!path.includes('%')) return path;
  const once = unescapeStrictly(path);
  if (once === undefined) return path;
  return once.includes('%') ? (unescapeStrictly(once) ?? once) : once;
}

function extensionOf(path: string): string | undefined {
  const dot = path.lastIndexOf('.');
  if (dot < 0 || dot < path.lastIndexOf('/')) return undefined;
  const extension = path.slice(dot + 1);
  return extension.includes('\\') ? undefined : extension;
}
