import type { DeriveContext, Derived, RawRecord } from '@siem/log-type';
import { applicationFacts, isErrorLevel, isTextRecord, messageFacts } from '../shared/application-log.ts';
import { firstText, isObject, objectOf, parsedObject, textOf } from '../shared/json-values.ts';
import { textLine } from '../shared/text-line.ts';

const functionOfGroup = /^\/aws\/lambda\/(.{1,256})$/;
/** `2026/01/30/[$LATEST]0123…`, `2026/01/30/shop[7]0123…`: the version stands in brackets. */
const versionOfStream = /\[([^[\]]{1,128})\][\da-f]{32}/;

export function deriveLambda(record: RawRecord, context: DeriveContext): Derived {
  const { logGroup, logStream } = context.meta;
  const shared: Derived = {
    function: functionOfGroup.exec(logGroup ?? '')?.[1],
    version: versionOfStream.exec(logStream ?? '')?.[1],
  };
  const facts = isTextRecord(record, context.raw) ? textFacts(record, context.writtenMs) : jsonFacts(record);
  for (const name of ['function', 'version']) facts[name] ??= shared[name];
  return facts;
}

function jsonFacts(record: RawRecord): Derived {
  const type = textOf(record['type']);
  if (type?.startsWith('platform.') === true && isObject(record['record'])) return platformEvent(type, record);
  const app = applicationFacts(record);
  return {
    app,
    requestId: app['requestId'],
    function: firstText(record['function_name'], record['functionName']),
    version: firstText(record['function_version'], record['functionVersion']),
    arn: firstText(record['function_arn'], record['functionArn']),
    coldStart: record['cold_start'] ?? record['coldStart'],
    trace: traceId(app['trace']) ?? app['trace'],
  };
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html */
function platformEvent(type: string, event: RawRecord): Derived {
  const record: RawRecord = event['record'];
  const metrics = objectOf(record['metrics']);
  const status = textOf(record['status']);
  const action = type.slice('platform.'.length);
  return {
    app: { time: event['time'], message: type },
    category: ['process'],
    type: [typeOfAction(action)],
    action,
    status,
    outcome: status === undefined ? undefined : status === 'success' ? 'success' : 'failure',
    errorType: textOf(record['errorType']),
    function: textOf(record['functionName']),
    version: firstText(record['version'], record['functionVersion']),
    arn: firstText(record['functionArn'], record['invokedFunctionArn']),
    requestId: textOf(record['requestId']),
    coldStart: metrics['initDurationMs'] === undefined ? undefined : true,
    runtime: textOf(record['runtimeVersion']),
    reason: textOf(record['reason']),
    trace: traceId(objectOf(record['tracing'])['value']),
    nanoseconds: nanoseconds(metrics['durationMs']),
    metrics: {
      duration: metrics['durationMs'],
      billed: metrics['billedDurationMs'],
      init: metrics['initDurationMs'],
      restore: metrics['restoreDurationMs'],
      memory: metrics['memorySizeMB'],
      maxMemory: metrics['maxMemoryUsedMB'],
      droppedRecords: record['droppedRecords'],
      droppedBytes: record['droppedBytes'],
    },
  };
}

function typeOfAction(action: string): string {
  if (/Start$|^start$/.test(action)) return 'start';
  return /(?:Report|Done)$|^report$/.test(action) ? 'end' : 'info';
}

function textFacts(record: RawRecord, writtenMs: number): Derived {
  if (record['start_id'] !== undefined) {
    const { start_id: requestId, version } = record;
    return { requestId, version, ...invocation('start', 'start') };
  }
  if (record['end_id'] !== undefined) return { requestId: record['end_id'], ...invocation('end', 'end') };
  if (record['report_id'] !== undefined) {
    return { requestId: record['report_id'], ...invocation('report', 'end'), ...report(record['report']) };
  }
  if (record['init_start'] !== undefined) {
    return { ...invocation('initStart', 'start'), runtime: /Runtime Version: (\S+)/.exec(record['init_start'])?.[1] };
  }
  if (record['init_report'] !== undefined)
    return { ...invocation('initReport', 'end'), ...report(record['init_report']) };
  return record['failure'] === undefined
    ? applicationLine(record, writtenMs)
    : failure(record['failed_id'], record['failure']);
}

function invocation(action: string, type: string): Derived {
  return { category: ['process'], type: [type], action };
}

/** `Duration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\tInit Duration: 150.1 ms`, then X-Ray's. */
function report(text: string): Derived {
  const values = new Map<string, string>();
  for (const part of text.split(/[\t\n]/)) {
    const colon = part.indexOf(': ');
    if (colon > 0) values.set(part.slice(0, colon).trim(), part.slice(colon + 2).trim());
  }
  const number = (name: string) => {
    const value = Number.parseFloat(values.get(name) ?? '');
    return Number.isNaN(value) ? undefined : value;
  };
  const status = values.get('Status');
  return {
    nanoseconds: nanoseconds(number('Duration')),
    metrics: {
      duration: number('Duration'),
      billed: number('Billed Duration'),
      init: number('Init Duration'),
      restore: number('Restore Duration'),
      memory: number('Memory Size'),
      maxMemory: number('Max Memory Used'),
    },
    coldStart: values.has('Init Duration') ? true : undefined,
    trace: traceId(values.get('XRAY TraceId')),
    status,
    outcome: status === undefined ? undefined : status === 'success' ? 'success' : 'failure',
    errorType: values.get('Error Type'),
  };
}

const timedOut = /^Task timed out after [\d.]+ seconds/;

function applicationLine(record: RawRecord, writtenMs: number): Derived {
  const text: string = (record['text'] ?? '').trim();
  const message = messageFacts(text);
  const inner = message?.facts;
  const isTimeout = timedOut.test(text);
  const level = inner?.level ?? textOf(record['level'])?.toLowerCase() ?? textLine(text, writtenMs).level;
  const requestId = record['request_id'] === 'undefined' ? undefined : record['request_id'];
  const thrown = uncaught(text);
  return {
    app: { type: ['info'], message: text, ...inner, level, time: record['time'] ?? inner?.time },
    requestId: requestId ?? inner?.['requestId'],
    type: isTimeout || isErrorLevel(level) ? ['error'] : undefined,
    outcome: isTimeout || thrown !== undefined ? 'failure' : undefined,
    errorType: thrown?.type,
    errorMessage: isTimeout ? text : thrown?.message,
    trace: inner?.['trace'],
    fields: message?.fields,
  };
}

/**
 * What ended an invocation: `KeyError: 'id'` and a traceback (Python), or `Invoke Error`, `Uncaught Exception` and JSON
 * (Node.js).
 */
function uncaught(text: string): { type: string | undefined; message: string | undefined } | undefined {
  const [, type, message] = /^([\w.]{1,128}): ([^\n]*)\nTraceback /.exec(text) ?? [];
  if (type !== undefined) return { type, message };
  const error = /^(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection)\s/.test(text)
    ? parsedObject(text.slice(text.indexOf('{')))
    : undefined;
  return error && { type: textOf(error['errorType']), message: textOf(error['errorMessage']) };
}

/** `Error: Runtime exited with error: signal: killed\nRuntime.ExitError` */
function failure(requestId: string, text: string): Derived {
  const lines = text.trim().split('\n');
  return {
    app: { message: text.trim() },
    requestId,
    category: ['process'],
    type: ['end'],
    outcome: 'failure',
    errorMessage: lines[0],
    errorType: lines[1],
  };
}

/** `Root=1-65b8c7d2-0123…;Parent=…;Sampled=1` */
function traceId(value: unknown): string | undefined {
  return /(?:^|Root=)(1-[\da-f]{8}-[\da-f]{24})/.exec(textOf(value) ?? '')?.[1];
}

function nanoseconds(ms: unknown): number | undefined {
  return typeof ms === 'number' ? Math.round(ms * 1e6) : undefined;
}
