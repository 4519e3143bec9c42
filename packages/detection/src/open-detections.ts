import { join } from 'node:path';
import { DefinitionFileError } from '@siem/custom-log-types';
import { WatchedDirectory } from '@siem/exclusion';
import { DetectionRules, type Rule } from './detection-rules.ts';
import { readRuleFile } from './read-rules.ts';

export const builtInRulesFolder = join(import.meta.dirname, '..', 'rules');

export interface DetectionOptions {
  /** Whether the rules of this package are matched. @defaultvalue `true` */
  builtIn?: boolean;
  /** Directory with rules of the user's own; one with the id of a built-in rule takes its place. */
  directory?: string;
  /** Time between two looks for changed rules. Absent: they are read once. */
  refreshMs?: number;
}

/**
 * The rules as they are at each call.
 * @param onChange new rules are used, or cannot be: then the old ones still are
 * @throws DefinitionFileError when a file is wrong now; Error when the directory cannot be read
 */
export function openDetections(
  { builtIn = true, directory, refreshMs }: DetectionOptions,
  onChange?: (error?: Error) => void,
): () => DetectionRules {
  const base = builtIn ? new WatchedDirectory(builtInRulesFolder, readAll).current : [];
  if (directory === undefined) {
    const rules = new DetectionRules(base);
    return () => rules;
  }
  const watched = new WatchedDirectory(directory, (files) => {
    const own = readAll(files);
    const ids = new Set(own.map(({ id }) => id));
    return new DetectionRules([...base.filter(({ id }) => !ids.has(id)), ...own]);
  });
  if (refreshMs !== undefined) watched.watch(refreshMs, onChange);
  return () => watched.current;
}

function readAll(files: readonly string[]): Rule[] {
  const rules: Rule[] = [];
  for (const file of files.filter((name) => /\.ya?ml$/.test(name)))
    for (const rule of readRuleFile(file)) {
      if (rules.some(({ id }) => id === rule.id))
        throw new DefinitionFileError(file, [`1:1 rules: the id '${rule.id}' is taken by another rule`]);
      rules.push(rule);
    }
  return rules;
}
