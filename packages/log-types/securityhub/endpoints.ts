import type { Derived, RawRecord } from '@siem/log-type';
import { firstText, isObject, objectOf, textOf } from '../shared/json-values.ts';

const guardDuty = 'aws/guardduty';
const action = `${guardDuty}/service/action`;

const remoteDetails = [
  `${action}/awsApiCallAction/remoteIpDetails`,
  `${action}/networkConnectionAction/remoteIpDetails`,
  `${action}/portProbeAction/portProbeDetails.0_/remoteIpDetails`,
  `${action}/kubernetesApiCallAction/remoteIpDetails`,
  `${action}/rdsLoginAttemptAction/remoteIpDetails`,
];
const remoteAddresses = ['ipAddressV4', 'ipAddressV6'].flatMap((name) =>
  remoteDetails.map((place) => `${place}/${name}`),
);
const networkInterface = `${guardDuty}/resource/instanceDetails/networkInterfaces.0_`;

/** Actions of the finding format, for products other than GuardDuty. */
const asffActions = ['AwsApiCallAction', 'NetworkConnectionAction', 'PortProbeAction'];

/** Whoever the resource had to do with. */
export function remoteSide(record: RawRecord, product: RawRecord): Derived {
  const network = objectOf(record['Network']);
  const isOut = network['Direction'] === 'OUT';
  return {
    ip:
      firstMember(product, remoteAddresses) ??
      actionAddress(record) ??
      firstText(
        isOut ? network['DestinationIpV4'] : network['SourceIpV4'],
        isOut ? network['DestinationIpV6'] : network['SourceIpV6'],
      ),
    port:
      product[`${action}/networkConnectionAction/remotePortDetails/port`] ??
      (isOut ? network['DestinationPort'] : network['SourcePort']),
  };
}

/** Of the names, the first whose member is text. */
function firstMember(object: RawRecord, names: readonly string[]): string | undefined {
  for (const name of names) {
    const text = textOf(object[name]);
    if (text !== undefined) return text;
  }
  return undefined;
}

function actionAddress({ Action }: RawRecord): string | undefined {
  if (!isObject(Action)) return undefined;
  return firstText(...asffActions.map((name) => Action[name]?.RemoteIpDetails?.IpAddressV4));
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
