import type { Derived, RawRecord } from '@siem/log-type';
import { firstText, lastPart, listOf, objectOf, textOf } from '../shared/json-values.ts';

export function deriveMacie(record: RawRecord): Derived {
  const actor = objectOf(objectOf(record['policyDetails'])['actor']);
  const address = objectOf(actor['ipAddressDetails']);
  const key = textOf(objectOf(objectOf(record['resourcesAffected'])['s3Object'])['key']);
  return {
    category: record['category'] === 'POLICY' ? ['configuration'] : ['file'],
    fileName: key === undefined ? undefined : lastPart(key, '/'),
    address: firstText(address['ipAddressV4'], objectOf(actor['domainDetails'])['domainName']),
    asNumber: objectOf(address['ipOwner'])['asn'],
    location: location(address['ipGeoLocation']),
    user: userOf(objectOf(actor['userIdentity'])),
    dataTypes: dataTypes(record),
    severityLabel: textOf(objectOf(record['severity'])['description'])?.toLowerCase(),
  };
}

function location(value: unknown): Derived | undefined {
  const { lat, lon } = objectOf(value);
  return typeof lat === 'number' && typeof lon === 'number' ? { lat, lon } : undefined;
}

/** Each kind of identity has an object of its own. */
function userOf(identity: RawRecord): Derived {
  const user = objectOf(identity['iamUser']);
  const session = objectOf(identity['assumedRole'] ?? identity['federatedUser']);
  const issuer = objectOf(objectOf(session['sessionContext'])['sessionIssuer']);
  const other = objectOf(identity['root'] ?? identity['awsAccount'] ?? identity['awsService']);
  const arn = textOf(session['arn']);
  return {
    name: firstText(
      user['userName'],
      arn === undefined ? undefined : lastPart(arn, '/'),
      issuer['userName'],
      other['invokedBy'],
      other['principalId'],
      other['accountId'],
    ),
    id: firstText(user['principalId'], session['accessKeyId'], session['principalId'], other['principalId']),
  };
}

/** `CREDIT_CARD_NUMBER`, and the names of own data identifiers. */
function dataTypes(record: RawRecord): string[] | undefined {
  const result = objectOf(objectOf(record['classificationDetails'])['result']);
  const managed = listOf(result['sensitiveData']).flatMap((group) => listOf(objectOf(group)['detections']));
  const own = listOf(objectOf(result['customDataIdentifiers'])['detections']);
  const names = [
    ...managed.map((detection) => textOf(objectOf(detection)['type'])),
    ...own.map((detection) => textOf(objectOf(detection)['name'])),
  ].filter((name) => name !== undefined);
  return names.length === 0 ? undefined : [...new Set(names)].sort();
}
