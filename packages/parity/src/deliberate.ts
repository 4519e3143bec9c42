import { textDifferences } from './deliberate-text.ts';

/** Where our documents are meant to differ from the reference's, and why. */
export interface DeliberateDifference {
  /** Log types it is about; absent: all. */
  logTypes?: readonly string[];
  fields: RegExp;
  /** Further condition on both values. */
  when?: (theirs: unknown, ours: unknown, ourSource: Record<string, unknown>) => boolean;
  reason: string;
}

function text(value: unknown): string {
  return String(Array.isArray(value) ? value[0] : value);
}

function sameJson(theirs: unknown, ours: unknown): boolean {
  try {
    return JSON.stringify(JSON.parse(text(theirs))) === JSON.stringify(JSON.parse(text(ours)));
  } catch {
    return false;
  }
}

/** Names and values of printed members, but those that are None: a map is printed as a list of pairs. */
function printedMembers(printed: string): string {
  const parts = printed.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[\w.]+/g) ?? [];
  return parts.filter((part, i) => part !== 'None' && parts[i + 1] !== 'None').join(' ');
}

export const deliberateDifferences: readonly DeliberateDifference[] = [
  ...textDifferences,
  { fields: /^event\.ingested$/, reason: 'The time of the run.' },
  { fields: /^ecs\.version$/, reason: 'We write fields of ECS 8.17; the reference declares 1.10.' },
  {
    fields: /^@message$/,
    when: sameJson,
    reason: 'The raw text of the record as the source wrote it; the reference parses JSON and prints it again.',
  },
  {
    fields: /^@message$/,
    when: (theirs) => text(theirs).startsWith("{'"),
    reason: 'Parquet rows have no text; ours is JSON, the reference prints a Python dictionary.',
  },
  {
    fields: /^(?:_id|@id)$/,
    when: (theirs, ours, source) =>
      /^[0-9a-f]{32}/.test(text(theirs)) &&
      /^[0-9a-f]{32}/.test(text(ours)) &&
      text(source['@message']).startsWith('{'),
    reason:
      'Where the source gives no id, the id is the MD5 of the message, which for JSON is the raw text (see above).',
  },
  {
    logTypes: ['securitylake'],
    fields: /^(?:unmapped|data|raw_data|evidence|enrichments\.data|finding\.supporting_data)$/,
    when: (theirs, ours) => printedMembers(text(theirs)) === printedMembers(text(ours)),
    reason:
      'Columns printed as text look the same whatever their Parquet type is, and have no members without a value.',
  },
  {
    fields: /^user_agent\.os\.(?:name|full)$/,
    when: (theirs, ours, source) =>
      text(theirs) === 'Other' && text(ours) === 'Mac OS X' && /; darwin;/.test(JSON.stringify(source['user_agent'])),
    reason: 'AWS SDKs for Go name macOS by its kernel, darwin.',
  },
  {
    logTypes: ['cloudtrail'],
    fields: /^event\.outcome$/,
    when: (_theirs, ours, source) =>
      text(ours) === 'success' && source['errorCode'] === undefined && source['errorMessage'] === undefined,
    reason: 'An empty errorCode is no error; the reference takes its presence for a failure.',
  },
  {
    fields: /./,
    when: (theirs) => Array.isArray(theirs) && theirs.length > 0 && theirs.every((value) => value === null),
    reason: 'A null, which the reference leaves in lists of lists, is no value to an index.',
  },
  {
    fields: /^@timestamp$/,
    when: (theirs, ours) => /^\d{13}$/.test(text(theirs)) && Number(text(theirs)) === Date.parse(text(ours)),
    reason: 'Times are ISO 8601 in every document; for findings of OCSF 1.0 the reference writes milliseconds.',
  },
  {
    fields: /./,
    when: (theirs) => text(theirs) === 'DROPPED',
    reason: 'A value with quotation marks in it is kept.',
  },
  {
    fields: /^(?!@)/,
    when: (theirs, ours) =>
      text(theirs).endsWith('<<TRUNCATED>>') && text(ours).startsWith(text(theirs).slice(0, -'<<TRUNCATED>>'.length)),
    reason: 'Long values stay whole in the document; the index template says how much of them is searched.',
  },
  {
    fields: /^event\.severity$/,
    when: (theirs, ours) => Math.trunc(Number(text(theirs))) === Number(text(ours)),
    reason: 'The field is a whole number in ECS and in the index template of both; fractions stay in the raw field.',
  },
  {
    logTypes: ['config-history', 'config-snapshot', 'config-rules'],
    fields: /^(?:user\.id|related\.user)$/,
    when: (theirs, ours) => /^i-[0-9a-f]+$/.test(text(theirs)) && ours === undefined,
    reason: 'An EC2 instance whose compliance is recorded is a host, not a user.',
  },
  {
    logTypes: ['config-rules'],
    fields: /^(?:event\.kind|configurationItem(?:$|\.))/,
    when: (theirs, ours) => ours === undefined || (text(theirs) === 'alert' && text(ours) === 'event'),
    reason:
      'Only compliance is an alert; what else EventBridge sends is an event, and its item at the top as elsewhere.',
  },
  {
    logTypes: ['securityhub'],
    fields: /^(?:_id|@id)$/,
    when: (theirs, ours) =>
      /^_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text(ours).slice(text(theirs).length)),
    reason: 'A custom action on a finding does not take the place of the finding: the id of its event is added.',
  },
  {
    logTypes: ['securityhub'],
    fields: /^(?:_id|@id|rule\.id|rule\.name)$/,
    when: (theirs, ours, source) =>
      source['Workflow'] === undefined ||
      source['GeneratorId'] === undefined ||
      /^_[0-9a-f]{32}$/.test(text(ours).slice(text(theirs).length)),
    reason: 'Findings without a workflow, generator or product name are whole too; the reference gives up half-way.',
  },
  {
    logTypes: ['inspector'],
    fields: /^vulnerability\.description$/,
    when: (theirs, ours) => text(ours).startsWith(`${text(theirs)}\n\nRemediation: `),
    reason: 'The remediation is added to every finding; the reference gives up half-way where details are missing.',
  },
  {
    logTypes: ['config-history', 'config-snapshot'],
    fields: /^configuration$/,
    when: (theirs) => text(theirs).startsWith('{'),
    reason: 'The API answers with the text of an object, which other items have as one; an index takes only objects.',
  },
  {
    logTypes: ['config-history', 'config-snapshot'],
    fields: /^related\.ip$/,
    when: (theirs) => [theirs].flat().some((ip) => !/^[\d.]+$|^[\da-f:.]*:[\da-f:.]*$/i.test(String(ip))),
    reason: 'Addresses only, one each; the reference takes names and lists in one text for addresses.',
  },
  {
    logTypes: ['securityhub', 'guardduty'],
    fields: /^related\.ip$/,
    when: (theirs, ours) => [theirs].flat().every((ip) => [ours].flat().includes(ip)),
    reason: "IPv6 and, under GuardDuty's names with a dot (`portProbeDetails.0_`), all addresses count too.",
  },
  {
    logTypes: ['guardduty'],
    fields: /^related\.user$/,
    when: (theirs, ours) => [theirs].flat().every((user) => [ours].flat().includes(user)),
    reason: 'Users of clusters, databases and processes count too, not only those of access keys.',
  },
  {
    logTypes: ['guardduty'],
    fields: /\.remoteIpDetails\.geoLocation\.(?:lat|lon)$/,
    when: (_theirs, ours) => typeof [ours].flat()[0] === 'number',
    reason: 'The raw record stays as it came; the reference writes what its GeoIP database says over it.',
  },
  {
    logTypes: ['trustedadvisor'],
    fields: /^event\.category$/,
    when: (theirs, ours) => text(theirs) === 'configuration' && text(ours) === 'network',
    reason: 'Security groups belong to the network, which the reference misses by a misspelt name.',
  },
  {
    logTypes: ['trustedadvisor'],
    fields: /^related\.ip$/,
    when: (theirs, ours) => Array.isArray(ours) && ours.includes(text(theirs)),
    reason: 'All addresses that a flagged resource has; the reference keeps the last.',
  },
  {
    logTypes: ['okta'],
    fields: /^(?:actor|published|target|client\.(?:device|geographicalContext|id|ipAddress|userAgent|zone))(?:\.|$)/,
    when: (_theirs, ours) => ours === undefined,
    reason: "Under `okta` in every document; the reference gives up half-way where a client's member is missing.",
  },
  {
    logTypes: ['okta'],
    fields: /^okta\./,
    when: (theirs, ours) =>
      text(theirs) === text(ours).replace(/([a-z|0-9])([A-Z])/g, (_, a, b) => `${a}_${b.toLowerCase()}`),
    reason:
      'Times and messages as Okta wrote them; the reference turns text into snake case as if it were a field name.',
  },
  {
    logTypes: ['opensearch-audit'],
    fields: /^(?:error\.message|event\.(?:category|outcome))$/,
    when: (theirs, _ours, source) =>
      text(theirs).startsWith('invalid json file: ') || JSON.stringify(source['rule']) === '{"name":"ParsingError"}',
    reason:
      'Messages that were cut off keep the fields before the cut; the reference drops them for the error of its parser.',
  },
  {
    logTypes: ['route53resolver'],
    fields: /^event\.kind$/,
    when: (_theirs, ours, source) => text(ours) === 'alert' && source['firewall_rule_action'] !== undefined,
    reason: 'A query that DNS Firewall blocked or reported is an alert; the reference does not know the firewall.',
  },
  {
    logTypes: ['alb'],
    fields: /^(?:(?:client|target)_ip|(?:source|destination)\.address|related\.ip)$/,
    when: (theirs, ours, source) => text(theirs) === `[${text(ours)}]` || text(source['@message']).includes(' ['),
    reason: 'IPv6 addresses without brackets: in them, the reference does not take them for addresses.',
  },
  {
    logTypes: ['s3accesslog'],
    fields: /^(?!@|_)/,
    when: (_theirs, _ours, source) => text(source['UserAgent']).includes('"'),
    reason: 'A user agent with quotation marks in it is whole; the reference takes its rest for the values behind it.',
  },
  {
    logTypes: ['cloudfront-standard', 'cloudfront-realtime'],
    fields: /^(?:date_time|url\.full)$/,
    when: (theirs) => /\t|^-:|:\/\/-|-$/.test(text(theirs)),
    reason:
      'Requests that broke off lack protocol, host or path; the reference writes `-` into the URL or gives up half-way.',
  },
  {
    logTypes: ['cloudfront-realtime'],
    fields: /^(?!@|_)/,
    when: (_theirs, _ours, source) => source['s_ip'] !== undefined,
    reason:
      "Logs with the server's address in them have it as `s_ip`; the reference takes each value for the next one.",
  },
  {
    logTypes: ['alb', 'clb'],
    fields: /^url\.full$/,
    when: (theirs, ours) => text(ours).startsWith(`${text(theirs)} `),
    reason: 'A URL with a space in it is kept whole; the reference cuts it at the space.',
  },
];

export function isDeliberate(
  logType: string,
  field: string,
  theirs: unknown,
  ours: unknown,
  ourSource: Record<string, unknown>,
): boolean {
  return deliberateDifferences.some(
    (difference) =>
      (difference.logTypes === undefined || difference.logTypes.includes(logType)) &&
      difference.fields.test(field) &&
      (difference.when === undefined || difference.when(theirs, ours, ourSource)),
  );
}
