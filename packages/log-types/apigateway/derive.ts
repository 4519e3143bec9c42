import type { DeriveContext, Derived, RawRecord } from '@siem/log-type';
import { NamedValues } from '../shared/named-values.ts';
import { tlsVersion } from '../shared/tls-version.ts';

const executionGroup = /^API-Gateway-Execution-Logs_([\w-]{1,64})\/([^/]{1,128})$/;

export function deriveApiGateway(record: RawRecord, { meta }: DeriveContext): Derived {
  const [, groupApi, groupStage] = executionGroup.exec(meta.logGroup ?? '') ?? [];
  const values = new NamedValues(record);
  const request = requestOf(values);
  const status = values.number('status', 'statuscode', 'responsestatus', 'httpstatus');
  const { protocol } = request;
  const latencyMs = values.number('responselatency', 'latency');
  const domain = values.text('domainname', 'domain', 'host');
  return {
    ...request,
    ip: values.text('ip', 'sourceip', 'clientip', 'identitysourceip', 'remoteip'),
    user: values.text(
      'user',
      'identityuser',
      'username',
      'principalid',
      'authorizerprincipalid',
      'authprincipalid',
      'caller',
      'identitycaller',
    ),
    userArn: values.text('userarn', 'identityuserarn'),
    domain,
    agent: values.text('useragent', 'identityuseragent'),
    requestId: values.text('requestid'),
    time: values.text('requesttime', 'time', 'timestamp'),
    epoch: values.first('requesttimeepoch', 'requestepoch'),
    type: [status !== undefined && status >= 500 ? 'error' : 'access'],
    action: values.text('eventtype')?.toLowerCase(),
    outcome: outcome(status, record['execution_message']),
    status,
    bytes: values.number('responselength'),
    duration: latencyMs === undefined ? undefined : Math.round(latencyMs * 1e6),
    error: values.text(
      'errormessage',
      'errormessagestring',
      'error',
      'integrationerrormessage',
      'integrationerror',
      'authorizererror',
    ),
    version: protocol?.startsWith('HTTP/') ? protocol.slice(5) : undefined,
    account: values.text('accountid'),
    region: values.text('region', 'awsregion'),
    api: values.text('apiid') ?? groupApi,
    stage: values.text('stage') ?? groupStage,
    trace: /^(?:Root=)?(1-[\da-f]{8}-[\da-f]{24})/.exec(values.text('xraytraceid') ?? '')?.[1],
    tlsCipher: values.text('tlscipher', 'identitytlscipher'),
    tlsVersion: tlsVersion(values.text('tlsversion', 'identitytlsversion')),
  };
}

interface RequestParts {
  method: string | undefined;
  /** The path as the client asked for it, else the resource's. */
  path: string | undefined;
  protocol: string | undefined;
}

function requestOf(values: NamedValues): RequestParts {
  const resource = withoutMethod(values.text('resourcepath', 'routekey'));
  return {
    method: values.text('httpmethod', 'method', 'requestmethod'),
    path: values.text('path', 'rawpath', 'requestpath') ?? (resource?.startsWith('/') === true ? resource : undefined),
    protocol: values.text('protocol'),
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
