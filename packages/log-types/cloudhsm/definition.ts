import { type DeriveContext, type Derived, defineLogType, type RawRecord } from '@siem/log-type';
import { under } from '../shared/own-fields.ts';
import { readEntry } from './entry.ts';
import { entryNames } from './entry-fields.ts';

const names = ['timestamp', 'timestamp_usec'];
const certificateNames = ['object_handle', 'op_code', 'attributes'];

const clusterInGroup = /^\/aws\/cloudhsm\/([^/]+)/;
const inKey = /\W(cluster-[0-9a-z]{11})\W(?:.*\/(hsm-[0-9a-z]{11})\W)?/;

const logins = new Set(['CN_LOGIN', 'CN_LOGOUT', 'CN_APP_FINALIZE', 'CN_CLOSE_SESSION']);
const userChanges = new Set([
  'CN_CREATE_USER',
  'CN_CREATE_CO',
  'CN_CREATE_APPLIANCE_USER',
  'CN_DELETE_USER',
  'CN_SET_M_VALUE',
  'CN_CHANGE_PSWD',
  'CN_APPROVE_TOKEN',
]);

function derive(record: RawRecord, context: DeriveContext): Derived {
  const source = sourceOf(context);
  if (record['certificate'] !== undefined) return { ...source, ...certificateOperation(record['certificate']) };
  const entry = readEntry(record['entry'] ?? '');
  const { sequence_no, reboot_counter } = entry;
  const derived: Derived = { ...source, ...entry, ...userOf(entry), ...kindOf(entry) };
  derived['sequence_no'] = hexNumber(sequence_no);
  derived['reboot_counter'] = hexNumber(reboot_counter);
  if (source.hsm_id !== undefined && sequence_no !== undefined) {
    derived['id'] = `${source.hsm_id}${sequence_no}${record['timestamp_usec']}`;
  }
  return derived;
}

/** Cluster and HSM from the log group and stream, or from the key of an export of them. */
function sourceOf({ meta, key }: DeriveContext): { cluster_id?: string | undefined; hsm_id?: string | undefined } {
  const fromKey = inKey.exec(key);
  const stream = meta.logStream;
  return {
    cluster_id: clusterInGroup.exec(meta.logGroup ?? '')?.[1] ?? fromKey?.[1],
    // The log of certificates has the cluster's name and no HSM's.
    hsm_id: stream === undefined ? fromKey?.[2] : stream.startsWith('cluster-') ? undefined : stream,
  };
}

function hexNumber(text: string | undefined): number | undefined {
  const number = Number(text);
  return text !== undefined && Number.isSafeInteger(number) ? number : undefined;
}

function userOf(entry: Derived): Derived {
  const { opcode } = entry;
  if (typeof opcode !== 'string') return {};
  if (logins.has(opcode)) return { acting_name: entry['user_name'], acting_roles: entry['user_type'] };
  if (!userChanges.has(opcode)) return {};
  return {
    changed_name: entry['target_user_name'] ?? entry['user_name'],
    changed_roles: entry['target_user_type'] ?? entry['user_type'],
    changed_id: entry['target_user_id'],
  };
}

function kindOf(entry: Derived): Derived {
  const { opcode } = entry;
  const outcome = entry['hsm_return'] === undefined ? 'failure' : 'success';
  const isLogout = opcode === 'CN_LOGOUT' || opcode === 'CN_APP_FINALIZE' || opcode === 'CN_CLOSE_SESSION';
  if (opcode === 'CN_LOGIN') return { outcome, category: 'authentication', type: 'start' };
  if (isLogout) return { outcome, category: 'authentication', type: 'end' };
  if (userChanges.has(String(opcode))) return { outcome, category: 'iam', type: ['user', 'change'] };
  return { outcome, category: 'configuration', type: 'access' };
}

/** `{"object_handle":1,"op_code":"CreateObject","response":"OK","attributes":null,"timestamp":1725482483671}` */
function certificateOperation(json: string): Derived {
  let value: RawRecord;
  try {
    value = JSON.parse(json);
  } catch {
    return {};
  }
  const { object_handle, op_code, response, attributes, timestamp } = value;
  const outcome = response === 'OK' ? 'success' : 'failure';
  const type = op_code === 'CreateObject' ? 'creation' : op_code === 'DestroyObject' ? 'deletion' : 'change';
  const kind = { category: 'configuration', type, outcome };
  return { object_handle, op_code, response, attributes, time: timestamp, opcode: op_code, ...kind };
}

/** Audit log of the HSMs in a CloudHSM cluster, and of its certificate storage. */
export default defineLogType({
  name: 'cloudhsm',
  title: 'AWS CloudHSM audit logs',
  source: 'https://docs.aws.amazon.com/cloudhsm/latest/userguide/interpreting-audit-logs.html',
  keys: [/\/CloudHSM\//],
  exampleKey:
    'AWSLogs/111122223333/CloudHSM/eu-west-1/2026/01/30/10/siem-cloudhsm-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  content: { text: /^(?:\S+Z )?Time: \d\d\/\d\d\/\d\d \d\d:\d\d:\d\d\.\d+, usecs:\d+\s/ },
  index: 'log-aws-cloudhsm',
  format: {
    kind: 'multiline',
    // An export of CloudWatch Logs puts its own time before each event.
    first: /^(?:\d{4}-\d\d-\d\dT[\d:.]+Z )?(?:Time: \d\d\/\d\d\/\d\d |\{"object_handle")/,
    patterns: [
      /^(?:\S{1,40} )?Time: (?<timestamp>[^,\n]+), ?usecs:(?<timestamp_usec>\d*)\s(?<entry>[\s\S]*)$/,
      /^(?:\S{1,40} )?(?<certificate>\{(?=[\s\S]*"op_code")[\s\S]*\})$/,
    ],
  },
  omit: [...names, 'entry', 'certificate'],
  fields: { 'cloudhsm.sequence_no': 'long', 'cloudhsm.reboot_counter': 'long' },
  timestamp: [
    { from: 'timestamp', format: '%m/%d/%y %H:%M:%S.%f' },
    { from: '$time', format: 'epoch' },
    { from: '@envelope', format: 'epoch' },
  ],
  derive,
  ecs: {
    ...under('cloudhsm', names),
    ...under(
      'cloudhsm',
      [...entryNames, ...certificateNames, 'cluster_id', 'hsm_id'].map((name) => `$${name}`),
    ),
    'event.kind': { value: 'event' },
    'event.category': '$category',
    'event.type': '$type',
    'event.action': '$opcode',
    'event.outcome': '$outcome',
    'cloud.instance.id': '$hsm_id',
    'error.message': '$hsm_error',
    'related.hosts': { all: ['$cluster_id', '$hsm_id'] },
    'related.user': { all: ['$user_name', '$target_user_name'] },
    'user.id': '$user_id',
    'user.name': '$acting_name',
    'user.roles': '$acting_roles',
    'user.target.id': '$changed_id',
    'user.target.name': '$changed_name',
    'user.target.roles': '$changed_roles',
  },
});
