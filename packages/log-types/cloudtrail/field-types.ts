import { pythonRepr, pythonStr, type RawRecord } from '@siem/log-type';

/** Written as text by some API calls, as objects by others. */
export const textFields: readonly string[] = [
  'additionalEventData.requestParameters',
  'requestParameters.attribute',
  'requestParameters.authParameters',
  'requestParameters.bucketPolicy.Statement',
  'requestParameters.content',
  'requestParameters.DescribeFlowLogsRequest',
  'requestParameters.description',
  'requestParameters.ebsOptimized',
  'requestParameters.filter',
  'requestParameters.iamInstanceProfile',
  'requestParameters.imageId',
  'requestParameters.instanceType',
  'requestParameters.partitionInputList',
  'requestParameters.principal',
  'requestParameters.result',
  'requestParameters.resource',
  'requestParameters.schedule',
  'requestParameters.scope',
  'requestParameters.sort',
  'requestParameters.sortBy',
  'requestParameters.source',
  'requestParameters.status',
  'requestParameters.subnets',
  'requestParameters.tableInput.parameters',
  'requestParameters.target',
  'responseElements.dBSubnetGroup',
  'responseElements.data',
  'responseElements.description',
  'responseElements.endpoint',
  'responseElements.imageId',
  'responseElements.result',
  'responseElements.role',
  'responseElements.subnets',
  'serviceEventDetails.eventRequestDetails',
];

/**
 * Fields that some API calls write as text and others as object. An index holds one type per field, so each of these is
 * brought to the type that existing indexes have: text, or an object with the text as a member.
 */
export function makeFieldsOneType(record: RawRecord): void {
  const request = record['requestParameters'];
  const response = record['responseElements'];
  if (isObject(response)) responseObjects(record, response);
  if (isObject(request)) requestObjects(record, request);
}

function isObject(value: unknown): value is RawRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text -> `{ [name]: text }`, where other calls write an object. */
function wrapText(owner: RawRecord, field: string, name: string): void {
  if (typeof owner[field] === 'string') owner[field] = { [name]: owner[field] };
}

/** Text or list of texts -> object; lists of objects stay. */
function wrapTextOrList(owner: RawRecord, field: string): void {
  const value: unknown = owner[field];
  if (value === undefined || isObject(value)) return;
  if (Array.isArray(value) && isObject(value[0])) return;
  owner[field] = typeof value === 'string' || Array.isArray(value) ? { value } : { value: pythonRepr(value) };
}

function responseObjects(record: RawRecord, response: RawRecord): void {
  if (typeof response['credentials'] === 'string') {
    const isIam = /arn:aws(?:-cn|-us-gov)?:iam/.test(response['credentials']);
    response['credentials'] = { [isIam ? 'iam' : 'value']: response['credentials'] };
  }
  wrapTextOrList(response, 'policy');
  wrapText(response, 'status', 'status');
  switch (record['eventSource']) {
    case 'cognito-idp.amazonaws.com':
      wrapText(response, 'session', 'value');
      break;
    case 'redshift-data.amazonaws.com':
      wrapText(response, 'database', 'name');
      break;
    case 'athena.amazonaws.com':
      for (const table of Array.isArray(response['tableMetadataList']) ? response['tableMetadataList'] : []) {
        renameKey(table?.parameters, 'projection.date.interval.unit', 'projection.date.interval_unit');
      }
      renameKey(
        response['tableMetadata']?.parameters,
        'projection.part_date.interval.unit',
        'projection.part_date.interval_unit',
      );
      break;
  }
}

function requestObjects(record: RawRecord, request: RawRecord): void {
  wrapTextOrList(request, 'tags');
  for (const field of ['disableApiTermination', 'disableApiStop']) {
    if (isObject(request[field]) && 'value' in request[field]) request[field] = request[field]['value'];
  }
  switch (record['eventSource']) {
    case 'glue.amazonaws.com':
      wrapText(request, 'configuration', 'text');
      break;
    case 'ecs.amazonaws.com':
      wrapText(request, 'command', 'command');
      break;
    case 'ssm.amazonaws.com':
    case 'sqlworkbench.amazonaws.com':
      wrapText(request, 'parameters', 'value');
      break;
    case 'cloud9.amazonaws.com':
      wrapText(request, 'settings', 'value');
      break;
    case 's3.amazonaws.com':
      replicationFilters(request['ReplicationConfiguration']?.Rule);
      break;
    case 'inspector2.amazonaws.com':
      if (Array.isArray(request['accountIds']) && isObject(request['accountIds'][0]))
        request['accountIds'] = pythonRepr(request['accountIds']);
      break;
    case 'codeguru-security.amazonaws.com':
      if (request['resourceId'] !== undefined) request['resourceId'] = pythonRepr(request['resourceId']);
      break;
    case 'dynamodb.amazonaws.com':
      wrapTextOrList(request, 'items');
      break;
  }
}

function replicationFilters(rules: unknown): void {
  if (!Array.isArray(rules)) return;
  for (const rule of rules)
    if (isObject(rule) && rule['Filter'] !== undefined) rule['Filter'] = pythonStr(rule['Filter']);
}

function renameKey(owner: unknown, from: string, to: string): void {
  if (!isObject(owner) || owner[from] === undefined) return;
  owner[to] = owner[from];
  owner[from] = undefined;
}
