import type { RawRecord } from '@siem/log-type';
import { isObject, own } from '../shared/json-values.ts';

/** Names that the API's clients write otherwise than with a capital letter. */
const otherNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Account: { Name: 'account' },
  Ec2Instance: { IamInstanceProfile: 'IamInstanceProfile' },
  KubernetesApiCallAction: { SourceIps: 'sourceIPs' },
  KubernetesWorkload: { KubernetesResourcesTypes: 'type' },
  Location: { Latitude: 'lat', Longitude: 'lon' },
  ProductCodes: { Code: 'productCodeId', ProductType: 'productCodeType' },
  RdsLoginAttemptAction: { LoginAttributes: 'LoginAttributes' },
  TaskDetails: { TaskCreatedAt: 'createdAt' },
};

/** Members whose own members have names that are data: of resources, and of what was unusual. */
const maps = new Set(['AffectedResources', 'Behavior', 'Profiles']);

/**
 * Findings as `aws guardduty get-findings` and other clients print them, `{"Findings": [{"AccountId": …`, get the names
 * that exported ones have.
 * @see https://docs.aws.amazon.com/cli/latest/reference/guardduty/get-findings.html
 */
export function useExportedNames(record: RawRecord): void {
  if (!('Id' in record && 'Type' in record)) return;
  for (const name of Object.keys(record)) {
    const value: unknown = record[name];
    delete record[name];
    record[exportedName(name, '')] = withExportedNames(value, name);
  }
}

/** @param owner name of the member that the value is of */
function withExportedNames(value: unknown, owner: string): unknown {
  if (Array.isArray(value)) return value.map((item) => withExportedNames(item, owner));
  if (!isObject(value) || maps.has(owner)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [exportedName(name, owner), withExportedNames(member, name)]),
  );
}

function exportedName(name: string, owner: string): string {
  const other = own(own(otherNames, owner) ?? {}, name);
  return other ?? name.charAt(0).toLowerCase() + name.slice(1);
}
