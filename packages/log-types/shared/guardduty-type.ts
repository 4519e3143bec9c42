/** Parts of a GuardDuty finding type: `ThreatPurpose:ResourceTypeAffected/ThreatFamilyName.DetectionMechanism!Artifact`. */
export interface GuardDutyType {
  ThreatPurpose: string | undefined;
  ResourceTypeAffected: string | undefined;
  ThreatFamilyName: string | undefined;
  DetectionMechanism: string | undefined;
  Artifact: string | undefined;
}

const findingType =
  /^(?<ThreatPurpose>\w*):(?<ResourceTypeAffected>\w*)\/(?<ThreatFamilyName>[\w&]*)(?:\.(?<DetectionMechanism>\w*))?(?:!(?<Artifact>\w*))?/;

/** @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-format.html */
export function splitGuardDutyType(type: unknown): GuardDutyType | undefined {
  if (typeof type !== 'string') return undefined;
  return findingType.exec(type)?.groups as GuardDutyType | undefined;
}

const malwarePurposes = new Set(['Backdoor', 'CryptoCurrency', 'Trojan']);
const malwareFamilies = new Set(['SuspiciousFile', 'MaliciousFile']);

/** Findings about a file: nothing came or went over the network. */
export function isFileFinding(type: GuardDutyType | undefined): boolean {
  return malwareFamilies.has(type?.ThreatFamilyName ?? '');
}

/** ECS `event.category` of a finding. */
export function guardDutyCategory(type: GuardDutyType | undefined): string[] {
  return isFileFinding(type) || malwarePurposes.has(type?.ThreatPurpose ?? '') ? ['malware'] : ['intrusion_detection'];
}
