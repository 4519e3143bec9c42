import { normalizeIso8601, parseEpoch, type RawRecord, timestampParser } from '@siem/log-type';
import { type HttpRequest, parseRequestLine } from './http-request.ts';
import { NamedValues } from './named-values.ts';

/** What a JSON access log says; members have the names of nginx' variables, or those that people give them. */
export interface WebJson {
  time: string | undefined;
  request: HttpRequest;
  host: string;
  user: string | undefined;
  domain: string | undefined;
  scheme: string | undefined;
  status: string | undefined;
  bodyBytes: string | undefined;
  responseBytes: string | undefined;
  requestBytes: string | undefined;
  referer: string | undefined;
  userAgent: string | undefined;
  forwardedFor: string | undefined;
}

const parseLocalTime = timestampParser('%d/%b/%Y:%H:%M:%S %z');

/** @see https://nginx.org/en/docs/http/ngx_http_log_module.html `escape=json` */
export function readWebJson(record: RawRecord): WebJson {
  const values = new NamedValues(record);
  const digits = (...names: readonly string[]) => {
    const number = values.number(...names);
    return number === undefined ? undefined : String(number);
  };
  return {
    time: timeOf(
      values.first(
        'timeiso8601',
        'timelocal',
        'timestamp',
        'datetime',
        'time',
        'date',
        'msec',
        'ts',
        'requesttimestamp',
      ),
    ),
    request: requestOf(values),
    host:
      values.text(
        'remoteaddr',
        'clientip',
        'remoteip',
        'remotehost',
        'clientaddr',
        'client',
        'ip',
        'realipremoteaddr',
      ) ?? '',
    user: values.text('remoteuser', 'authuser', 'user', 'username'),
    domain: values.text('httphost', 'host', 'virtualhost', 'vhost', 'servername'),
    scheme: values.text('scheme', 'httpscheme'),
    status: digits('status', 'statuscode', 'responsecode', 'responsestatus', 'httpstatus', 'code'),
    bodyBytes: digits('bodybytessent', 'bodybytes', 'bytes', 'size', 'responsesize', 'bytesout'),
    responseBytes: digits('bytessent', 'responsebytes'),
    requestBytes: digits('requestlength', 'bytesreceived', 'bytesin'),
    referer: values.text('httpreferer', 'httpreferrer', 'referer', 'referrer'),
    userAgent: values.text('httpuseragent', 'useragent', 'agent'),
    forwardedFor: values.text('httpxforwardedfor', 'xforwardedfor', 'forwardedfor', 'proxyaddxforwardedfor'),
  };
}

function timeOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return parseEpoch(value);
  const text = value.replace(/^\[|\]$/g, '');
  return normalizeIso8601(text) ?? parseLocalTime(text, 0) ?? parseEpoch(text);
}

/** The request line, or what it is made of. */
function requestOf(values: NamedValues): HttpRequest {
  const line = values.text('request', 'requestline', 'httprequest');
  const method = values.text('requestmethod', 'method', 'httpmethod', 'verb');
  if (line?.includes(' ') === true || method === undefined) return parseRequestLine(line);
  const path = values.text('requesturi', 'uri', 'url', 'path', 'requestpath', 'requesturl') ?? line;
  if (path === undefined) return {};
  const query = values.text('args', 'querystring', 'query', 'requestquery')?.replace(/^\?/, '');
  const target = query === undefined || path.includes('?') ? path : `${path}?${query}`;
  const version = values.text('serverprotocol', 'protocol', 'httpversion', 'requestprotocol')?.replace(/^HTTP\//i, '');
  const { version: _known, ...request } = parseRequestLine(`${method} ${target} HTTP/${version ?? ''}`);
  return version === undefined ? request : { ...request, version };
}
