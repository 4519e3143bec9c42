/** What ELB access logs hold in one column: addresses with a port, and the request line. */

export interface Address {
  ip: string | undefined;
  port: string | undefined;
}

const none: Address = { ip: undefined, port: undefined };

/** `192.0.2.1:443`, `2001:db8::1:443`, `[2001:db8::1]:443`, or `-`. */
export function splitAddress(text: string | undefined): Address {
  if (text === undefined || text === '-' || text === '') return none;
  const colon = text.lastIndexOf(':');
  if (colon < 0) return { ip: text, port: undefined };
  const host =
    text.charCodeAt(0) === 91 && text.charCodeAt(colon - 1) === 93 ? text.slice(1, colon - 1) : text.slice(0, colon);
  return { ip: host, port: text.slice(colon + 1) };
}

export interface RequestLine {
  method: string | undefined;
  url: string | undefined;
  scheme: string | undefined;
  host: string | undefined;
  port: string | undefined;
  path: string | undefined;
  query: string | undefined;
  version: string | undefined;
}

/** All members from the start: objects of one shape keep the compiled mapping fast. */
function emptyLine(): RequestLine {
  return {
    method: undefined,
    url: undefined,
    scheme: undefined,
    host: undefined,
    port: undefined,
    path: undefined,
    query: undefined,
    version: undefined,
  };
}

/**
 * `GET https://example.com:443/path?a=b HTTP/1.1`. Clients send anything: missing parts are left out, spaces in the URL
 * belong to it, and what is no request line gives nothing.
 */
export function splitRequest(request: string | undefined): RequestLine {
  const line = emptyLine();
  if (request === undefined || request === '-' || request === '') return line;
  const first = request.indexOf(' ');
  if (first < 0) return line;
  const last = request.lastIndexOf(' ');
  const protocol = last > first ? request.slice(last + 1) : undefined;
  const slash = protocol !== undefined && protocolForm.test(protocol) ? protocol.indexOf('/') : -1;
  const isProtocol = slash > 0 || protocol === '-' || protocol === '';
  const url = request.slice(first + 1, isProtocol ? last : undefined);
  line.method = request.slice(0, first);
  if (!url.startsWith('-')) line.url = url;
  if (slash > 0) line.version = protocol!.slice(slash + 1);
  const colon = url.indexOf('://');
  if (colon < 0) return line;
  line.scheme = url.slice(0, colon);
  splitAuthority(url, colon + 3, line);
  return line;
}

const protocolForm = /^\w+\/[\d.]*$/;

/** Host, port, path and query, from `start` on. */
function splitAuthority(url: string, start: number, line: RequestLine): void {
  const question = url.indexOf('?', start);
  const beforeQuery = question < 0 ? url.length : question;
  const slash = url.indexOf('/', start);
  const end = slash < 0 || slash > beforeQuery ? beforeQuery : slash;
  const authority = url.slice(start, end);
  const colon = authority.lastIndexOf(':');
  const hasPort = colon > authority.lastIndexOf(']');
  const host = hasPort ? authority.slice(0, colon) : authority;
  line.host = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  // A request without a path has `-` behind the port, OPTIONS for the server as a whole `*`.
  const isWhole = authority.endsWith('*');
  if (hasPort) line.port = authority.slice(colon + 1, isWhole || authority.endsWith('-') ? -1 : undefined);
  if (end < beforeQuery) line.path = url.slice(end, beforeQuery);
  else if (hasPort && isWhole) line.path = '*';
  if (question >= 0) line.query = url.slice(question + 1);
}
