import { type Derived, isIpAddress, md5, type RawRecord } from '@siem/log-type';
import { lastPart, listOf, objectOf, textOf } from '../json-values.ts';

/**
 * What AWS Config's items and rule evaluations say about hosts, users and addresses, and the id that existing indexes
 * have: one document per resource and second.
 * @param time canonical; of the document
 */
export function deriveConfigFacts(record: RawRecord, module: string, time: string | undefined): Derived {
  const { awsAccountId, awsRegion, resourceType, resourceId, configRuleARN } = record;
  const parts = [awsAccountId, awsRegion, resourceType, resourceId];
  const hasId = parts.every((part) => typeof part === 'string');
  const suffix = md5(module + (textOf(configRuleARN) ?? '')).slice(0, 4);
  const target = complianceTarget(resourceType, resourceId);
  return {
    id: hasId ? md5(parts.join('')) : undefined,
    idSuffix: hasId && time !== undefined ? `${compact(time)}_${suffix}` : undefined,
    instanceId: instanceId(resourceType, resourceId, target),
    userId: isPrincipal(resourceType) ? resourceId : isPrincipal(target?.type) ? target?.id : undefined,
    userName: isPrincipal(resourceType) ? record['resourceName'] : undefined,
    ips: addresses(record).filter(isIpAddress),
  };
}

/** `2026-01-30T10:05:06.789000+00:00` -> `20260130_100506` */
function compact(time: string): string {
  return `${time.slice(0, 10).replaceAll('-', '')}_${time.slice(11, 19).replaceAll(':', '')}`;
}

/** Of `AWS::Config::ResourceCompliance` items: `AWS::IAM::Role/AROAEXAMPLE`. */
function complianceTarget(type: unknown, id: unknown): { type: string; id: string } | undefined {
  if (type !== 'AWS::Config::ResourceCompliance' || typeof id !== 'string') return undefined;
  const [targetType, targetId, more] = id.split('/');
  return targetId === undefined || more !== undefined ? undefined : { type: targetType!, id: targetId };
}

function isPrincipal(type: unknown): boolean {
  return type === 'AWS::IAM::User' || type === 'AWS::IAM::Role';
}

function instanceId(type: unknown, id: unknown, target: { type: string; id: string } | undefined): string | undefined {
  if (target?.type === 'AWS::EC2::Instance') return target.id;
  const text = textOf(id);
  switch (type) {
    case 'AWS::EC2::Instance':
    case 'AWS::SSM::ManagedInstanceInventory':
      return text;
    case 'AWS::SSM::AssociationCompliance':
    case 'AWS::SSM::PatchCompliance':
      return text === undefined ? undefined : lastPart(text, '/');
    default:
      return undefined;
  }
}

function addresses(record: RawRecord): string[] {
  const configuration = objectOf(record['configuration']);
  switch (record['resourceType']) {
    case 'AWS::EC2::EIP':
      return texts(record['resourceName'], configuration['publicIp'], configuration['privateIpAddress']);
    case 'AWS::EC2::Instance':
      return instanceAddresses(configuration);
    case 'AWS::EC2::NetworkInterface':
      return interfaceAddresses(configuration);
    case 'AWS::EC2::NatGateway': {
      const { publicIp, privateIp } = objectOf(listOf(configuration['natGatewayAddresses'])[0]);
      return texts(publicIp, privateIp);
    }
    case 'AWS::SSM::ManagedInstanceInventory':
      return listOf(configuration['AWS:Network']?.Content).flatMap((content) => {
        const { IPV4: v4, IPV6: v6 } = objectOf(content);
        return texts(v4, v6).flatMap((text) => text.split(/[,\s]+/));
      });
    default:
      return [];
  }
}

/** Of the network interfaces; where those are not described, the instance's own. */
function instanceAddresses(configuration: RawRecord): string[] {
  const found = listOf(configuration['networkInterfaces']).flatMap((one) => interfaceAddresses(objectOf(one)));
  return found.length > 0 ? found : texts(configuration['privateIpAddress'], configuration['publicIpAddress']);
}

function interfaceAddresses(networkInterface: RawRecord): string[] {
  const addresses = listOf(networkInterface['privateIpAddresses']).flatMap((one) => {
    const { privateIpAddress, association } = objectOf(one);
    return texts(privateIpAddress, objectOf(association)['publicIp']);
  });
  return addresses.length > 0 ? addresses : texts(networkInterface['privateIpAddress']);
}

function texts(...values: readonly unknown[]): string[] {
  return values.filter((value): value is string => textOf(value) !== undefined);
}
