import type { Derived, RawRecord } from '@siem/log-type';
import { firstText, objectOf } from '../shared/json-values.ts';

const guardDuty = 'aws/guardduty';
const action = `${guardDuty}/service/action`;

const remoteDetails = [
  `${action}/awsApiCallAction/remoteIpDetails`,
  `${action}/networkConnectionAction/remoteIpDetails`,
  `${action}/portProbeAction/portProbeDetails.0_/remoteIpDetails`,
  `${action}/kubernetesApiCallAction/remoteIpDetails`,
  `${action}/rdsLoginAttemptAction/remoteIpDetails`,
];
const networkInterface = `${guardDuty}/resource/instanceDetails/networkInterfaces.0_`;

/** Actions of the finding format, for products other than GuardDuty. */
const asffActions = ['AwsApiCallAction', 'NetworkConnectionAction', 'PortProbeAction'];

/** Whoever the resource had to do with. */
export function remoteSide(record: RawRecord, product: RawRecord): Derived {
  const network = objectOf(record['Network']);
  const isOut = network['Direction'] === 'OUT';
  return {
    ip: firstText(
      ...remoteDetails.map((place) => product[`${place}/ipAddressV4`]),
      ...remoteDetails.map((place) => product[`${place}/ipAddressV6`]),
      ...asffActions.map((name) => record['Action']?.[name]?.RemoteIpDetails?.IpAddressV4),
      isOut ? network['DestinationIpV4'] : network['SourceIpV4'],
      isOut ? network['DestinationIpV6'] : network['SourceIpV6'],
    ),
    port:
      product[`${action}/networkConnectionAction/remotePortDetails/port`] ??
      (isOut ? network['DestinationPort'] : network['SourcePort']),
  };
}

/** The resource in the account. */
export function localSide(record: RawRecord, product: RawRecord): Derived {
  const network = objectOf(record['Network']);
  const isOut = network['Direction'] === 'OUT';
  return {
    ip: firstText(
      product[`${action}/networkConnectionAction/localIpDetails/ipAddressV4`],
      product[`${networkInterface}/privateIpAddress`],
      isOut ? network['SourceIpV4'] : network['DestinationIpV4'],
      isOut ? network['SourceIpV6'] : network['DestinationIpV6'],
    ),
    natIp: product[`${networkInterface}/publicIp`],
    port:
      product[`${action}/portProbeAction/portProbeDetails.0_/localPortDetails/port`] ??
      product[`${action}/networkConnectionAction/localPortDetails/port`] ??
      (isOut ? network['SourcePort'] : network['DestinationPort']),
  };
}
