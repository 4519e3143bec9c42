import type { DeriveContext, Derived, RawRecord } from '@siem/log-type';
import { firstText, objectOf, textOf } from '../shared/json-values.ts';

const executionGroup = /^API-Gateway-Execution-Logs_([\w-]{1,64})\/([^/]{1,128})$/;

export function deriveApiGateway(record: RawRecord, { meta }: DeriveContext): Derived {
  const [, groupApi, groupStage] = executionGroup.exec(meta.logGroup ?? '') ?? [];
  const identity = objectOf(record['identity']);
  const request = requestOf(record);
  const status = numberOf(record['status'] ?? record['statusCode']);
  const protocol = request.protocol;
  const domain = firstText(record['domainName'], record['domain']);
  const latencyMs = numberOf(record['responseLatency'] ?? record['latency'] ?? record['response_latency']);
  const user = firstText(
    record['user'],
    identity['user'],
    record['principalId'],
    record['authorizerPrincipalId'],
    objectOf(record['authorizer'])['principalId'],
    record['caller'],
    identity['caller'],
  );
  return {
    ...request,
    ip: firstText(record['ip'], record['sourceIp'], record['sourceIP'], record['source_ip'], identity['sourceIp']),
    user,
    domain,
    agent: firstText(record['userAgent'], record['user_agent'], identity['userAgent']),
    requestId: firstText(record['requestId'], record['request_id']),
    time: firstText(record['requestTime'], record['request_time'], record['time']),
    epoch: record['requestTimeEpoch'] ?? record['request_time_epoch'],
    type: [status !== undefined && status >= 500 ? 'error' : 'access'],
    action: firstText(record['eventType'], record['event_type'])?.toLowerCase(),
    outcome: outcome(status, record['execution_message']),
    status,
    bytes: record['responseLength'] ?? record['response_length'],
    duration: latencyMs === undefined ? undefined : Math.round(latencyMs * 1e6),
    error: firstText(
      record['errorMessage'],
      record['error_message'],
      record['integrationErrorMessage'],
      record['authorizerError'],
    ),
    version: protocol?.startsWith('HTTP/') ? protocol.slice(5) : undefined,
    api: firstText(record['apiId'], record['api_id'], groupApi),
    stage: firstText(record['stage'], groupStage),
    trace: /^(?:Root=)?(1-[\da-f]{8}-[\da-f]{24})/.exec(textOf(record['xrayTraceId']) ?? '')?.[1],
    tlsVersion: /^TLSv([\d.]{1,5})$/.exec(firstText(record['tlsVersion'], identity['tlsVersion']) ?? '')?.[1],
  };
}

interface RequestParts {
  method: string | undefined;
  /** The path as the client asked for it, else the resource's. */
  path: string | undefined;
  protocol: string | undefined;
}

function requestOf(record: RawRecord): RequestParts {
  const resource = withoutMethod(firstText(record['resourcePath'], record['resource_path'], record['routeKey']));
  return {
    method: firstText(record['httpMethod'], record['http_method'], record['method']),
    path: firstText(record['path'], record['rawPath']) ?? (resource?.startsWith('/') === true ? resource : undefined),
    protocol: textOf(record['protocol']),
  };
}

/** `GET /pets` -> `/pets`; `$default` and names of WebSocket routes stay. */
function withoutMethod(routeKey: string | undefined): string | undefined {
  return routeKey?.replace(/^[A-Z]{2,10} (?=\/)/, '');
}

const completed = /^Method completed with status: (\d{3})$/;
const failed = /^(?:Execution failed|Unauthorized request|Gateway response type:)/;

function outcome(status: number | undefined, step: unknown): string | undefined {
  if (status !== undefined) return status < 400 ? 'success' : 'failure';
  if (typeof step !== 'string') return undefined;
  const code = Number(completed.exec(step)?.[1]);
  if (!Number.isNaN(code)) return code < 400 ? 'success' : 'failure';
  return failed.test(step) ? 'failure' : undefined;
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && !Number.isNaN(number) ? number : undefined;
}
