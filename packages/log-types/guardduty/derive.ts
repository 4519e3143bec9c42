import type { Derived, RawRecord } from '@siem/log-type';
import { guardDutyCategory, isFileFinding, splitGuardDutyType } from '../shared/guardduty-type.ts';
import { firstText, isObject, listOf, objectOf, textOf } from '../shared/json-values.ts';
import { useExportedNames } from './api-names.ts';
import { deriveSequence, endpointSide } from './sequence.ts';

/** Parts of the type, who talked to whom, severity in words. */
export function deriveGuardDuty(record: RawRecord): Derived {
  useExportedNames(record);
  const findingType = splitGuardDutyType(record['type']);
  const action = objectOf(record['service']?.action);
  const direction = networkDirection(action, isFileFinding(findingType));
  const sequence = deriveSequence(record);
  const endpoint = sequence['endpoint'] as RawRecord | undefined;
  const [local, remote] = [localSide(record, action), endpoint ? endpointSide(endpoint) : remoteSide(action)];
  const isOutbound = direction === 'outbound';
  return {
    ...sequence,
    ...malwareFile(record),
    findingType,
    category: guardDutyCategory(findingType),
    direction,
    transport: transport(action),
    source: isOutbound ? local : remote,
    destination: isOutbound ? remote : local,
    ruleName: textOf(record['title'])
      ?.trim()
      .replace(/(?<!\.)\.+$/, ''),
    severityLabel: severityLabel(record['severity']),
  };
}

/** The first file in which malware was found, on a volume or in a bucket. */
function malwareFile(record: RawRecord): Derived {
  const { ebsVolumeScanDetails: volumes } = objectOf(record['service']);
  const threat = objectOf(listOf(volumes?.scanDetections?.threatDetectedByName?.threatNames)[0]);
  const file = objectOf(listOf(threat['filePaths'])[0]);
  const bucket = objectOf(listOf(record['resource']?.s3BucketDetails)[0]);
  const object = objectOf(listOf(bucket['s3ObjectDetails'])[0]);
  return {
    file: {
      path: firstText(file['filePath'], object['key']),
      name: firstText(file['fileName']),
      sha256: [file['hash'], object['hash']].find((hash) => /^[0-9a-f]{64}$/i.test(String(hash))),
    },
  };
}

/**
 * Words for the number, as the console shows them.
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html
 */
function severityLabel(severity: unknown): string | undefined {
  if (typeof severity !== 'number') return undefined;
  if (severity < 4) return 'low';
  if (severity < 7) return 'medium';
  return severity < 9 ? 'high' : 'critical';
}

/** Undefined for findings about files. Without an action of its own a finding is about something that came in. */
function networkDirection(action: RawRecord, isAboutFile: boolean): string | undefined {
  switch (action['actionType']) {
    case 'NETWORK_CONNECTION':
      return textOf(action['networkConnectionAction']?.connectionDirection)?.toLowerCase();
    case 'DNS_REQUEST':
      return 'outbound';
    default:
      return isAboutFile ? undefined : 'inbound';
  }
}

function transport(action: RawRecord): string | undefined {
  const protocol = textOf(action['networkConnectionAction']?.protocol) ?? textOf(action['dnsRequestAction']?.protocol);
  return protocol === '0' ? undefined : protocol?.toLowerCase();
}

/** The resource in the account. */
function localSide(record: RawRecord, action: RawRecord): Derived {
  const network = objectOf(record['resource']?.instanceDetails?.networkInterfaces?.[0]);
  const connection = objectOf(action['networkConnectionAction']);
  const probe = objectOf(action['portProbeAction']?.portProbeDetails?.[0]);
  return {
    ip: firstText(
      network['privateIpAddress'],
      connection['localIpDetails']?.ipAddressV4,
      connection['localIpDetails']?.ipAddressV6,
      probe['localIpDetails']?.ipAddressV4,
    ),
    natIp: network['publicIp'],
    port: probe['localPortDetails']?.port ?? connection['localPortDetails']?.port,
  };
}

/** Whoever the resource had to do with, with what GuardDuty knows about the place: of each the first that has it. */
function remoteSide(action: RawRecord): Derived {
  const side: Derived = { port: action['networkConnectionAction']?.remotePortDetails?.port };
  let ipv6: string | undefined;
  for (const details of [
    action['awsApiCallAction']?.remoteIpDetails,
    action['networkConnectionAction']?.remoteIpDetails,
    action['portProbeAction']?.portProbeDetails?.[0]?.remoteIpDetails,
    action['kubernetesApiCallAction']?.remoteIpDetails,
    action['rdsLoginAttemptAction']?.remoteIpDetails,
  ]) {
    if (!isObject(details)) continue;
    side['ip'] ??= textOf(details['ipAddressV4']);
    ipv6 ??= textOf(details['ipAddressV6']);
    side['asNumber'] ??= details['organization']?.asn;
    side['asName'] ??= textOf(details['organization']?.asnOrg);
    side['location'] ??= location(details['geoLocation']);
    side['city'] ??= textOf(details['city']?.cityName);
    side['country'] ??= textOf(details['country']?.countryName);
  }
  side['ip'] ??= ipv6;
  return side;
}

function location(value: unknown): { lat: number; lon: number } | undefined {
  const { lat, lon } = objectOf(value);
  return typeof lat === 'number' && typeof lon === 'number' ? { lat, lon } : undefined;
}
