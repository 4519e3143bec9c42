import type { RawRecord } from '@siem/log-type';
import { isObject, objectOf, own, parsedObject } from '../shared/json-values.ts';
import { readRowText } from './row-text.ts';

/** Queries may write names in any case, and structs have theirs in lower case. */
const names = Object.fromEntries(
  [
    ...['eventVersion', 'userIdentity', 'eventTime', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress'],
    ...['userAgent', 'errorCode', 'errorMessage', 'requestParameters', 'responseElements', 'additionalEventData'],
    ...['requestID', 'eventID', 'readOnly', 'resources', 'eventType', 'apiVersion', 'managementEvent'],
    ...['recipientAccountId', 'sharedEventID', 'annotation', 'vpcEndpointId', 'vpcEndpointAccountId'],
    ...['serviceEventDetails', 'addendum', 'edgeDeviceDetails', 'insightDetails', 'eventCategory', 'tlsDetails'],
    ...['sessionCredentialFromConsole', 'eventJson', 'eventJsonChecksum', 'eventData', 'metadata'],
    ...['principalId', 'accountId', 'accessKeyId', 'userName', 'sessionContext', 'creationDate', 'mfaAuthenticated'],
    ...['sessionIssuer', 'webIdFederationData', 'federatedProvider', 'sourceIdentity', 'ec2RoleDelivery'],
    ...['ec2IssuedInVpc', 'invokedBy', 'identityProvider', 'credentialId', 'onBehalfOf', 'userId', 'identityStoreArn'],
    ...['tlsVersion', 'cipherSuite', 'clientProvidedHostHeader', 'inScopeOf', 'issuerType'],
  ].map((name) => [name.toLowerCase(), name]),
);
/** Maps: their members have the names that the service gave them. */
const maps = new Set([
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'serviceEventDetails',
  'addendum',
]);
const structs = new Set(['userIdentity', 'tlsDetails', 'sessionContext', 'insightDetails', 'edgeDeviceDetails']);
const booleans = new Set(['readOnly', 'managementEvent', 'sessionCredentialFromConsole']);

function nameOf(name: string): string {
  return own(names, name.toLowerCase()) ?? name;
}

/**
 * Makes the event of a row: what `eventJson` says, where that was asked for, else what the columns do.
 * @returns whether the row would say so, had the call failed
 */
export function rowToEvent(record: RawRecord): boolean {
  const tellsErrors = Object.keys(record).some((column) =>
    /^(?:error(?:code|message)|event(?:json|data))$/i.test(column),
  );
  const columns = Object.entries(record).filter(([, value]) => value !== undefined && value !== '');
  for (const name of Object.keys(record)) record[name] = undefined;
  for (const [column, value] of columns) {
    const name = nameOf(column);
    const isAgain = record[name] !== undefined;
    record[isAgain ? column : name] = typeof value === 'string' ? cellOf(name, value) : value;
  }
  takeEventJson(record);
  takeEventData(record);
  const { attributes } = objectOf(objectOf(record['userIdentity'])['sessionContext']);
  if (isObject(attributes)) attributes['creationDate'] = isoTime(attributes['creationDate']);
  return tellsErrors;
}

/** `2026-01-30 10:05:06.000` as trails write it. */
function isoTime(value: unknown): unknown {
  return typeof value === 'string'
    ? value.replace(/^(\d{4}-\d\d-\d\d) ([\d:]{8})(?:\.0{1,9}|(\.\d{1,9}))?$/, '$1T$2$3Z')
    : value;
}

function cellOf(name: string, text: string): unknown {
  if (name === 'eventTime') return isoTime(text);
  if (booleans.has(name) && /^(?:true|false)$/i.test(text)) return /^t/i.test(text);
  if (maps.has(name)) return readRowText(text, (member) => member) ?? { value: text };
  if (name === 'resources') return readRowText(text, resourceName) ?? { value: text };
  if (structs.has(name) || name === 'eventData') return readRowText(text, nameOf) ?? { value: text };
  return text;
}

function resourceName(name: string): string {
  return /^arn$/i.test(name) ? 'ARN' : nameOf(name);
}

function takeEventJson(record: RawRecord): void {
  const event = parsedObject(record['eventJson']);
  if (event === undefined) return;
  for (const name of Object.keys(record)) record[name] = undefined;
  for (const [name, value] of Object.entries(event)) record[name] = value ?? undefined;
}

/** Events from outside of AWS have what others have at the top under `eventData`. */
function takeEventData(record: RawRecord): void {
  const data: unknown = record['eventData'];
  if (!isObject(data) || data['eventSource'] === undefined) return;
  record['eventData'] = undefined;
  for (const [name, value] of Object.entries(data)) record[name] ??= dataOf(name, value);
}

function dataOf(name: string, value: unknown): unknown {
  return typeof value === 'string' ? cellOf(name, value) : value;
}
