export type { Indicator, IndicatorType, ListedIndicator } from './indicator.ts';
export { type ListProblem, readThreatLists, type ThreatListFiles } from './read-lists.ts';
export { ThreatDirectory } from './threat-directory.ts';
export { ThreatLists } from './threat-lists.ts';
