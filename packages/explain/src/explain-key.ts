import { type Candidate, detectLogType } from '@siem/content-detection';
import type { ObjectSource } from '@siem/decompression';
import type { LogTypeDefinition, LogTypes } from '@siem/log-type';

export interface KeyPattern {
  logType: string;
  pattern: string;
  priority: number;
}

/** Why an object is taken for a log type. */
export interface LogTypeChoice {
  by: 'key' | 'content' | 'ignored' | 'nothing';
  definition: LogTypeDefinition | undefined;
  /** Of the log type that was chosen by the key. */
  pattern?: KeyPattern;
  /** How many log types were asked before and with it, of all. */
  asked: number;
  all: number;
  /** Would have matched too, but are asked later. */
  alsoMatching: readonly KeyPattern[];
  /** Why the object is ignored. */
  ignoredBecause?: string;
  /** What content detection says; asked only where no key pattern matches. */
  candidates: readonly Candidate[];
}

const defaultPriority = 100;

/** @throws ObjectReadError and errors of the source */
export async function explainLogType(key: string, source: ObjectSource, logTypes: LogTypes): Promise<LogTypeChoice> {
  const all = logTypes.all.length;
  const matches = logTypes.all.flatMap((definition, position) => {
    const pattern = definition.keys.find((candidate) => candidate.test(key));
    return pattern === undefined ? [] : [{ definition, position, pattern }];
  });
  const [first, ...others] = matches;
  const alsoMatching = others.map(keyPattern);
  if (key.endsWith('/'))
    return {
      by: 'ignored',
      definition: undefined,
      asked: 0,
      all,
      alsoMatching,
      ignoredBecause: 'the key is a folder',
      candidates: [],
    };
  if (first !== undefined) {
    const choice = {
      definition: first.definition,
      pattern: keyPattern(first),
      asked: first.position + 1,
      all,
      alsoMatching,
    };
    const ignored = first.definition.ignoredKeys?.find((pattern) => pattern.test(key));
    if (ignored === undefined) return { ...choice, by: 'key', candidates: [] };
    return {
      ...choice,
      by: 'ignored',
      ignoredBecause: `ignoredKeys of ${first.definition.name} has /${ignored.source}/`,
      candidates: [],
    };
  }
  const detection = await detectLogType(source, logTypes.all);
  return {
    by: detection === undefined ? 'nothing' : 'content',
    definition: detection?.definition,
    asked: all,
    all,
    alsoMatching,
    candidates: detection?.candidates ?? [],
  };
}

function keyPattern({ definition, pattern }: { definition: LogTypeDefinition; pattern: RegExp }): KeyPattern {
  return { logType: definition.name, pattern: pattern.source, priority: definition.priority ?? defaultPriority };
}
