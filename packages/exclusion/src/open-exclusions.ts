import { ExclusionDirectory } from './exclusion-directory.ts';
import { ownLogRules } from './own-logs.ts';
import { ExclusionRules } from './rules.ts';

export interface ExclusionOptions {
  /** Directory with rules; see ExclusionDirectory. */
  directory?: string;
  /** Time between two looks for changed rules. Absent: they are read once. */
  refreshMs?: number;
  /** Whether what the SIEM itself leaves in the logs is loaded. */
  keepOwnLogs?: boolean;
}

/**
 * The rules as they are at each call.
 * @param onChange new rules are used, or cannot be: then the old ones still are
 * @throws DefinitionFileError when a file is wrong now; Error when the directory cannot be read
 */
export function openExclusions(
  { directory, refreshMs, keepOwnLogs = false }: ExclusionOptions,
  onChange?: (error?: Error) => void,
): () => ExclusionRules {
  const always = keepOwnLogs ? new ExclusionRules() : ownLogRules;
  if (directory === undefined) return () => always;
  const rules = new ExclusionDirectory(directory, always);
  if (refreshMs !== undefined) rules.watch(refreshMs, onChange);
  return () => rules.rules;
}
