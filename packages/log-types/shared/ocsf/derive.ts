import { type Derived, parseEpoch, type RawRecord, scalarNumber, scalarText } from '@siem/log-type';
import { isObject, lastPart, listOf, objectOf, textOf } from '../json-values.ts';
import { factsOfClass, indexOfCategory } from './classes.ts';

const findings = 2;

/** What an OCSF event is about, in the words of ECS. */
export function deriveOcsf(record: RawRecord): Derived {
  const place = indexOfCategory(record['category_name'], record['category_uid']);
  const isFinding = scalarNumber(record['category_uid']) === findings;
  const evidence = objectOf(record['evidences']?.[0]);
  const actor = objectOf(record['actor']?.user ?? evidence['actor']?.user);
  const target = objectOf(record['user']);
  return {
    index: place?.index,
    logType: place?.logType,
    kind: isFinding && scalarNumber(record['class_uid']) !== 2003 ? 'alert' : isFinding ? 'state' : 'event',
    ...categoryAndType(record),
    outcome: outcome(record),
    start: instantOf(record, 'start_time', 'first_seen_time'),
    end: instantOf(record, 'end_time', 'last_seen_time'),
    findingTime: isFinding ? findingTime(record['finding']) : undefined,
    userName: userName(actor['name'] ?? actor['uid'] ?? target['name']),
    targetName: Object.keys(actor).length === 0 ? undefined : target['name'],
    targetId: Object.keys(actor).length === 0 ? undefined : target['uid'],
    source: endpoint(record['src_endpoint'] ?? evidence['src_endpoint']),
    destination: endpoint(record['dst_endpoint'] ?? evidence['dst_endpoint']),
    instanceId: instanceId(record),
    transport: transport(record['connection_info'] ?? evidence['connection_info']),
    direction: textOf((record['connection_info'] ?? evidence['connection_info'])?.direction)?.toLowerCase(),
    version: textOf(record['http_request']?.version)?.replace(/^HTTP\//i, ''),
    answers: answers(record['answers']),
    vulnerability: vulnerability(record),
  };
}

function categoryAndType(record: RawRecord): Derived {
  const facts = factsOfClass(record['class_uid']);
  if (facts === undefined) return { category: undefined, type: undefined };
  const type = facts.types?.[scalarNumber(record['activity_id'])] ?? facts.otherwise;
  const isNetwork = type[0] === 'connection';
  const verdict = isNetwork ? allowedOrDenied(record) : undefined;
  return { category: facts.category, type: verdict === undefined ? type : withVerdict(type, verdict) };
}

/** What was done counts more than what the activity says was tried. */
function withVerdict(type: readonly string[], verdict: string): string[] {
  return [...type.filter((one) => one !== 'allowed' && one !== 'denied'), verdict];
}

function allowedOrDenied(record: RawRecord): string | undefined {
  const action = scalarNumber(record['action_id']);
  return action === 1 ? 'allowed' : action === 2 ? 'denied' : undefined;
}

function outcome(record: RawRecord): string | undefined {
  if (scalarNumber(record['action_id']) === 2) return 'failure';
  const status = scalarText(record['compliance']?.status ?? record['status'] ?? '').toLowerCase();
  if (status === 'success' || status === 'passed' || status === 'pass') return 'success';
  if (status === 'failure' || status === 'failed' || status === 'fail') return 'failure';
  const id = scalarNumber(record['status_id']);
  if (scalarNumber(record['category_uid']) === findings) return undefined;
  return id === 1 ? 'success' : id === 2 ? 'failure' : undefined;
}

/** Of the event, or of what a finding is about. Some sources count microseconds, which an index takes for milliseconds. */
function instantOf(record: RawRecord, name: string, nameOfFinding: string): unknown {
  const finding = objectOf(record['finding_info'] ?? record['finding']);
  const value: unknown =
    record[name] ?? record[`${name}_dt`] ?? finding[nameOfFinding] ?? finding[`${nameOfFinding}_dt`];
  return typeof value === 'number' && value > 1e15 ? parseEpoch(value) : value;
}

/** OCSF 1.0: findings keep the time of their last change apart from the event's. */
function findingTime(finding: unknown): string | undefined {
  const { modified_time: modified, created_time: created } = objectOf(finding);
  return parseEpoch(modified) ?? parseEpoch(created);
}

/** `arn:aws:sts::1:assumed-role/Role/session` becomes `session`. */
function userName(name: unknown): string | undefined {
  const text = textOf(name);
  return text?.includes(':') ? lastPart(lastPart(text, ':'), '/') : text;
}

function endpoint(value: unknown): Derived {
  const { ip, domain, hostname, port, instance_uid: instance } = objectOf(value);
  return { ip, address: ip ?? domain ?? hostname, domain: domain ?? hostname, port, instance };
}

/** Instance of the endpoints, or the EC2 instance that a finding is about. */
function instanceId(record: RawRecord): unknown {
  for (const holder of ['device', 'dst_endpoint', 'src_endpoint']) {
    const id: unknown = record[holder]?.instance_uid;
    if (id !== undefined) return id;
  }
  for (const resource of listOf(record['resources'] ?? record['resource'])) {
    const { type, uid } = objectOf(resource);
    if ((type === 'AwsEc2Instance' || type === 'AWS::EC2::Instance') && typeof uid === 'string') {
      return lastPart(uid, '/');
    }
  }
  return undefined;
}

const protocols = new Map([
  [1, 'icmp'],
  [6, 'tcp'],
  [17, 'udp'],
  [58, 'ipv6-icmp'],
]);

function transport(connection: unknown): string | undefined {
  const { protocol_name: name, protocol_num: number } = objectOf(connection);
  return textOf(name)?.toLowerCase() ?? protocols.get(scalarNumber(number));
}

function answers(value: unknown): Derived[] | undefined {
  const list = listOf(value).filter(isObject);
  if (list.length === 0) return undefined;
  return list.map((answer) => ({
    class: answer['class'],
    data: answer['rdata'],
    ttl: answer['ttl'],
    type: answer['type'],
  }));
}

function vulnerability(record: RawRecord): Derived | undefined {
  const list = listOf(record['vulnerabilities']).filter(isObject);
  const first = list[0];
  if (first === undefined) return undefined;
  const cve = objectOf(first['cve']);
  // One object in OCSF 1.0, a list since.
  const cvss = objectOf(listOf(cve['cvss'])[0]);
  const ids = list.map((one) => one['cve']?.uid ?? one['advisory']?.uid).filter((id) => typeof id === 'string');
  return {
    // The others are searchable under `vulnerabilities`.
    id: ids[0],
    description: first['desc'] ?? cve['desc'],
    severity: first['severity'],
    score: cvss['base_score'],
    scoreVersion: cvss['version'],
    reference: first['references']?.[0] ?? cve['references']?.[0],
  };
}
