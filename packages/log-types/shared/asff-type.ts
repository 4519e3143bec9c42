import { type GuardDutyType, splitGuardDutyType } from './guardduty-type.ts';

const findingType =
  /^(?<namespace>[^/]*)(?:\/(?<category>[^/]*))?\/(?:(?<ThreatPurpose>\w*):)?(?<ResourceTypeAffected>\w*)[/.-](?<ThreatFamilyName>[\w&]*)(?:\.(?<DetectionMechanism>\w*))?(?:!(?<Artifact>\w*))?/;

/**
 * Parts of the type that GuardDuty and Macie findings have in the Security Finding Format, `TTPs/Command and
 * Control/Backdoor:EC2-C&CActivity.B`, or had before there was one.
 */
export function splitAsffType(type: unknown): GuardDutyType | undefined {
  if (typeof type !== 'string') return undefined;
  const groups = findingType.exec(type)?.groups;
  if (groups === undefined) return splitGuardDutyType(type);
  const { category, ThreatPurpose, ResourceTypeAffected, ThreatFamilyName, DetectionMechanism, Artifact } = groups;
  return {
    ThreatPurpose: ThreatPurpose || category?.replaceAll(' ', ''),
    ResourceTypeAffected,
    ThreatFamilyName,
    DetectionMechanism,
    Artifact,
  };
}
