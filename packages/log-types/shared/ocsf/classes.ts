import { scalarNumber } from '@siem/log-type';

/**
 * What ECS says about an OCSF class: categories, and event types by `activity_id`.
 * @see https://schema.ocsf.io
 */
export interface ClassFacts {
  category: readonly string[];
  /** By activity; for others `otherwise`. */
  types?: Readonly<Record<number, readonly string[]>>;
  otherwise: readonly string[];
}

const crud = { 1: ['creation'], 2: ['access'], 3: ['change'], 4: ['deletion'] };
const network = {
  1: ['connection', 'start'],
  2: ['connection', 'end'],
  3: ['connection', 'end'],
  5: ['connection', 'denied'],
};
const session = (category: readonly string[]): ClassFacts => ({
  category,
  types: { 1: ['start'], 2: ['end'] },
  otherwise: ['info'],
});
const connection: ClassFacts = { category: ['network'], types: network, otherwise: ['connection'] };
const info = (...category: string[]): ClassFacts => ({ category, otherwise: ['info'] });

const classes = new Map<number, ClassFacts>([
  [1001, { category: ['file'], types: crud, otherwise: ['info'] }],
  [1002, { category: ['driver'], types: { 1: ['start'], 2: ['end'] }, otherwise: ['info'] }],
  [1005, { category: ['library'], otherwise: ['start'] }],
  [1006, info('process')],
  [1007, { category: ['process'], types: { 1: ['start'], 2: ['end'], 3: ['access'] }, otherwise: ['info'] }],
  [
    1008,
    { category: ['configuration'], types: { 1: ['deletion'], 2: ['deletion'], 3: ['access'] }, otherwise: ['change'] },
  ],
  [1009, { category: ['process'], otherwise: ['start'] }],
  [2001, info('intrusion_detection')],
  [2002, info('vulnerability')],
  [2003, info('configuration')],
  [2004, info('intrusion_detection')],
  [2005, info('intrusion_detection')],
  [2006, info('file')],
  [2007, info('configuration')],
  [2008, info('iam')],
  [
    3001,
    { category: ['iam'], types: { 1: ['user', 'creation'], 6: ['user', 'deletion'] }, otherwise: ['user', 'change'] },
  ],
  [3002, session(['authentication'])],
  [3003, { category: ['iam', 'session'], otherwise: ['info'] }],
  [3004, { category: ['iam'], types: { ...crud, 2: ['info'] }, otherwise: ['change'] }],
  [3005, { category: ['iam'], otherwise: ['user', 'change'] }],
  [
    3006,
    {
      category: ['iam'],
      types: { 5: ['group', 'deletion'], 6: ['group', 'creation'] },
      otherwise: ['group', 'change'],
    },
  ],
  [4001, connection],
  [4002, { category: ['web'], otherwise: ['access'] }],
  [4003, { category: ['network'], otherwise: ['protocol', 'info'] }],
  [4004, { category: ['network'], otherwise: ['protocol', 'info'] }],
  [4005, connection],
  [4006, connection],
  [4007, connection],
  [4008, connection],
  [4009, info('email')],
  [4013, { category: ['network'], otherwise: ['protocol', 'info'] }],
  [4014, connection],
  [5001, info('host')],
  [5002, info('configuration')],
  [5003, { category: ['iam'], otherwise: ['user', 'info'] }],
  [5004, info('host')],
  [5019, { category: ['configuration'], otherwise: ['change'] }],
  [5020, info('package')],
  [5023, info('configuration')],
  [201001, { category: ['registry'], types: { ...crud, 5: ['change'] }, otherwise: ['access'] }],
  [
    201002,
    {
      category: ['registry'],
      types: { 1: ['access'], 2: ['change'], 3: ['change'], 4: ['deletion'] },
      otherwise: ['access'],
    },
  ],
  [6001, { category: ['web'], types: { 2: ['access'] }, otherwise: ['info'] }],
  [6002, info('package')],
  [6003, { category: ['api'], types: crud, otherwise: ['info'] }],
  [6004, { category: ['web'], otherwise: ['access'] }],
  [6005, { category: ['database'], types: { 1: ['access'], 2: ['change'], 4: ['deletion'] }, otherwise: ['access'] }],
  [6007, info('vulnerability')],
  [6006, { category: ['file'], types: { 5: ['access'], 6: ['access'] }, otherwise: ['change'] }],
]);

/** Undefined for classes that ECS has no category for, and for extensions. */
export function factsOfClass(classUid: unknown): ClassFacts | undefined {
  return classes.get(scalarNumber(classUid));
}

/** OCSF categories by number, for records that name only that. */
const categories = new Map([
  [1, 'System Activity'],
  [2, 'Findings'],
  [3, 'Audit Activity'],
  [4, 'Network Activity'],
  [5, 'Config Inventory'],
]);

/**
 * Index and log type of a category: `log-ocsf-network`, `ocsf-network-activity`.
 * @returns undefined where the record names no category
 */
export function indexOfCategory(name: unknown, uid: unknown): { index: string; logType: string } | undefined {
  if (uid === undefined || !Number.isInteger(scalarNumber(uid))) return undefined;
  const text = typeof name === 'string' && name.trim() !== '' ? name.trim() : categories.get(scalarNumber(uid));
  if (text === undefined) return { index: 'log-ocsf', logType: 'ocsf' };
  const words = text.toLowerCase().split(/\s+/);
  return { index: `log-ocsf-${words[0]}`, logType: `ocsf-${words.join('-')}` };
}
