import { type Derived, parseKeyValues, prune, type RawRecord } from '@siem/log-type';
import { isObject, objectOf, parsedObject, textOf } from './json-values.ts';
import { NamedFields } from './named-fields.ts';
import { splitQuery } from './path-query.ts';

/**
 * What structured logs of applications say, whatever library wrote them: the JSON of Lambda's runtimes, Powertools, pino,
 * winston, bunyan, log4j, logback, structlog, zap, slog, Serilog, ECS logging. Their other fields stay in an object of the
 * log type's own (`prefix`), since every application has its own.
 */
export interface ApplicationFacts extends Derived {
  message: unknown;
  level: string | undefined;
  time: unknown;
}

/** Reads the record and takes out of it what becomes a field of the document and may be long. */
export function applicationFacts(record: RawRecord): ApplicationFacts {
  const found = new NamedFields(record);
  const http = httpFacts(record);
  const level = levelName(found.value('level'));
  const { error, hasError } = errorFacts(record);
  const message = found.take('message');
  return {
    message: isObject(message) || Array.isArray(message) ? JSON.stringify(message) : message,
    level,
    time: found.take('time'),
    logger: textOf(found.value('logger')),
    thread: textOf(found.value('thread')),
    service: textOf(found.value('service')),
    requestId: textOf(found.value('requestId')),
    trace: textOf(found.value('trace')),
    span: textOf(found.value('span')),
    user: textOf(found.value('user')),
    userId: scalarOf(found.value('userId')),
    ip: textOf(found.value('ip')) ?? http.ip,
    agent: textOf(found.value('agent')) ?? http.agent,
    http,
    error,
    type: [hasError || isErrorLevel(level) ? 'error' : 'info'],
  };
}

/**
 * Text that is fields after all: JSON, as `console.log(JSON.stringify(…))` writes it, or `level=info msg="…"`.
 * @returns `fields`: those that are not among the facts
 */
export function messageFacts(message: string): { facts: ApplicationFacts; fields: RawRecord } | undefined {
  const isJson = message.charCodeAt(0) === 123;
  if (!isJson && !logfmt.test(message)) return undefined;
  const fields = isJson ? parsedObject(message) : parseKeyValues(message);
  if (fields === undefined) return undefined;
  const facts = applicationFacts(fields);
  prune(fields);
  return { facts, fields };
}

const logfmt = /^(?:[\w.@-]{1,64}=(?:"[^"]*"|[^\s"]*) ){0,5}(?:level|lvl|severity)=/;

/**
 * Text formats that also take JSON: whether the record is one of a pattern, whose last group is `text`. The member of that
 * name in a JSON record is always shorter than the JSON.
 */
export function isTextRecord(record: RawRecord, raw: string): boolean {
  const text: unknown = record['text'];
  return raw.trimStart().charCodeAt(0) !== 123 || (typeof text === 'string' && text.length >= raw.trim().length);
}

export function isErrorLevel(level: string | undefined): boolean {
  return level !== undefined && /^(?:error|fatal|critical|panic|emerg|alert|severe)/.test(level);
}

/** Numbers are those of pino and bunyan. */
const numericLevels: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

function levelName(level: unknown): string | undefined {
  if (typeof level === 'number') return numericLevels[level] ?? String(level);
  return textOf(level)?.toLowerCase();
}

function scalarOf(value: unknown): unknown {
  return typeof value === 'object' ? undefined : value;
}

/** `{"err": {"type", "message", "stack"}}`, `{"errorType", "errorMessage", "stackTrace": […]}`, `{"exception": "…"}`. */
function errorFacts(record: RawRecord): { error: Derived; hasError: boolean } {
  const error = [
    record['err'],
    record['error'],
    record['exception'],
    record['exception_info'],
    record['thrown'],
    record['Exception'],
  ].find((value) => value !== undefined && value !== null && value !== false);
  const parts = objectOf(error);
  const message =
    textOf(parts['message']) ?? textOf(record['errorMessage']) ?? textOf(record['error.message']) ?? textOf(error);
  const type =
    textOf(parts['type']) ??
    textOf(parts['name']) ??
    textOf(record['errorType']) ??
    textOf(record['error.type']) ??
    textOf(record['exception_name']);
  const stack =
    parts['stack'] ??
    parts['stack_trace'] ??
    record['stackTrace'] ??
    record['stack_trace'] ??
    record['error.stack_trace'] ??
    record['stack'];
  return {
    error: {
      message,
      type,
      code: scalarOf(parts['code'] ?? record['errorCode']),
      stack: Array.isArray(stack) ? stack.map(String).join('\n') : textOf(stack),
    },
    hasError: message !== undefined || type !== undefined,
  };
}

/** `req` and `res` of pino-http and bunyan; `http` of ECS and Datadog; flat names of web frameworks. */
function httpFacts(record: RawRecord): { ip: string | undefined; agent: string | undefined } & Derived {
  const request = objectOf(record['req'] ?? record['request']);
  const response = objectOf(record['res'] ?? record['response']);
  const headers = objectOf(request['headers']);
  const url = textOf(request['url']) ?? textOf(record['path']) ?? textOf(record['uri']);
  return {
    method: textOf(request['method']) ?? textOf(record['method']) ?? textOf(record['httpMethod']),
    status: scalarOf(response['statusCode'] ?? record['statusCode'] ?? record['status_code']),
    url,
    ...splitQuery(url),
    ip: textOf(request['remoteAddress']),
    agent: textOf(headers['user-agent']),
  };
}

/** Mapping of the facts under `$app`. */
export const applicationEcs = {
  'event.type': '$app.type',
  message: '$app.message',
  'log.level': '$app.level',
  'log.logger': '$app.logger',
  'process.thread.name': '$app.thread',
  'service.name': '$app.service',
  'error.message': '$app.error.message',
  'error.type': '$app.error.type',
  'error.code': '$app.error.code',
  'error.stack_trace': '$app.error.stack',
  'http.request.method': '$app.http.method',
  'http.response.status_code': '$app.http.status',
  'url.original': '$app.http.url',
  'url.path': '$app.http.path',
  'url.query': '$app.http.query',
  'source.address': '$app.ip',
  'source.ip': '$app.ip',
  'span.id': '$app.span',
  'user.name': '$app.user',
  'user.id': '$app.userId',
  'user_agent.original': '$app.agent',
  'related.ip': { all: ['$app.ip'] },
  'related.user': { all: ['$app.user'] },
} as const;

/** Times in the forms that applications write. Python's loggers separate the fraction with a comma. */
export const applicationTimestamp = [
  { from: '$app.time', format: 'iso8601' },
  { from: '$app.time', format: 'epoch' },
  { from: '@envelope', format: 'epoch' },
  { from: '@envelope', format: 'iso8601' },
  { from: '$app.localTime', format: 'iso8601' },
] as const;
