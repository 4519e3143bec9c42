import { defineLogType } from '@siem/log-type';
import { applicationEcs, applicationTimestamp } from '../shared/application-log.ts';
import { deriveLambda } from './derive.ts';
import { lambdaPatterns } from './patterns.ts';

/**
 * Logs of Lambda functions: what the service says about invocations (JSON `platform.*` events, or START, END and REPORT
 * lines), and what the function wrote, as JSON or text.
 */
export default defineLogType({
  name: 'lambda',
  title: 'AWS Lambda function logs',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html',
  keys: [
    /(?:^|\/)Lambda\//,
    /(?:^|[/_-])(?:aws[/_-])?lambda[/_-](?:logs?|functions?)(?:[/_-]|$)/i,
    /(?:^|\/)aws\/lambda\//,
  ],
  exampleKey:
    'AWSLogs/111122223333/Lambda/eu-west-1/2026/01/30/10/siem-lambda-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  content: {
    json: ['type', 'record.requestId', 'time'],
    text: /^(?:(?:START|END|REPORT) RequestId: [\da-f-]{36}|\d{4}-\d\d-\d\dT[\d:.]{12}Z\t(?:[\da-f-]{36}|undefined)\t|\[[A-Z]{4,8}\]\t\d{4}-\d\d-\d\dT[\d:.]{12}Z\t[\da-f-]{36}\t)/,
  },
  index: 'log-aws-lambda',
  format: { kind: 'text', patterns: lambdaPatterns, alsoJson: true },
  prefix: 'application',
  fields: {
    application: 'flat_object',
    'lambda.duration_ms': 'double',
    'lambda.billed_duration_ms': 'double',
    'lambda.init_duration_ms': 'double',
    'lambda.restore_duration_ms': 'double',
    'lambda.memory_size_mb': 'long',
    'lambda.max_memory_used_mb': 'long',
    'lambda.dropped_records': 'long',
    'lambda.dropped_bytes': 'long',
  },
  omit: [
    'start_id',
    'version',
    'end_id',
    'report_id',
    'report',
    'init_start',
    'init_report',
    'time',
    'request_id',
    'level',
    'text',
    'failed_id',
    'failure',
  ],
  timestamp: applicationTimestamp,
  derive: deriveLambda,
  ecs: {
    ...applicationEcs,
    'event.kind': { value: 'event' },
    'event.category': '$category',
    'event.type': ['$type', '$app.type'],
    'event.action': '$action',
    'event.outcome': '$outcome',
    'event.duration': '$nanoseconds',
    'error.type': ['$errorType', '$app.error.type'],
    'error.message': ['$errorMessage', '$app.error.message'],
    'faas.name': '$function',
    'faas.version': '$version',
    'faas.execution': '$requestId',
    'faas.coldstart': '$coldStart',
    'faas.id': '$arn',
    'trace.id': '$trace',
    application: '$fields',
    'lambda.duration_ms': '$metrics.duration',
    'lambda.billed_duration_ms': '$metrics.billed',
    'lambda.init_duration_ms': '$metrics.init',
    'lambda.restore_duration_ms': '$metrics.restore',
    'lambda.memory_size_mb': '$metrics.memory',
    'lambda.max_memory_used_mb': '$metrics.maxMemory',
    'lambda.dropped_records': '$metrics.droppedRecords',
    'lambda.dropped_bytes': '$metrics.droppedBytes',
    'lambda.runtime_version': '$runtime',
    'lambda.status': '$status',
    'lambda.reason': '$reason',
  },
  geoip: ['source'],
  threat: { ip: ['source.ip'] },
});
