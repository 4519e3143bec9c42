import type { Derived } from '@siem/log-type';
import { firstText, lastPart, listOf, objectOf, textOf } from '../shared/json-values.ts';

/** Instance, user and addresses among the resources of a finding; of several, the last. */
export function resourceFacts(resources: readonly unknown[]): Derived {
  const facts: Derived = { ips: [] };
  for (const item of resources) {
    const resource = objectOf(item);
    const id = textOf(resource['Id']) ?? '';
    const details = objectOf(resource['Details']);
    switch (resource['Type']) {
      case 'AwsEc2Instance': {
        const { IpV4Addresses: v4, IpV6Addresses: v6 } = objectOf(details['AwsEc2Instance']);
        facts['instanceId'] = lastPart(id, '/');
        facts['ips'] = [...listOf(facts['ips']), ...listOf(v4), ...listOf(v6)];
        break;
      }
      case 'AwsEc2Volume':
        facts['instanceId'] = textOf(details['AwsEc2Volume']?.Attachments?.[0]?.InstanceId) ?? facts['instanceId'];
        break;
      case 'AwsIamAccessKey': {
        const key = objectOf(details['AwsIamAccessKey']);
        const keyId = lastPart(id, ':');
        facts['userId'] = keyId === 'null' ? textOf(key['PrincipalId'])?.split(':')[0] : keyId;
        facts['userName'] = firstText(key['PrincipalName'], key['UserName']);
        break;
      }
      case 'AwsIamRole':
        facts['userId'] = undefined;
        facts['userName'] = lastPart(id, '/');
        break;
    }
  }
  return facts;
}
