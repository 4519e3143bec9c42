import { basename, dirname, relative } from 'node:path';
import { readCsvRules } from './read-csv.ts';
import { readParameterRule } from './read-parameter.ts';
import { readYamlRules } from './read-yaml.ts';
import { ExclusionRules } from './rules.ts';
import { WatchedDirectory } from './watched-directory.ts';

/**
 * The rules in a directory, read anew when a file changes: `*.yaml` with rules of every kind, `*.csv` in the form of the
 * reference's `exclude_log_patterns.csv`, `<log type>/<name>.json` in the form of its parameters.
 */
export class ExclusionDirectory extends WatchedDirectory<ExclusionRules> {
  /**
   * @param always rules that hold besides
   * @throws DefinitionFileError for the first file that is wrong; Error when the directory cannot be read
   */
  constructor(directory: string, always: ExclusionRules = new ExclusionRules()) {
    super(directory, (files) => files.reduce((rules, file) => rules.and(readRules(file, directory)), always));
  }

  get rules(): ExclusionRules {
    return this.current;
  }
}

function readRules(file: string, directory: string): ExclusionRules {
  const path = relative(directory, file);
  if (/\.ya?ml$/.test(file)) return readYamlRules(file);
  if (file.endsWith('.csv')) return new ExclusionRules([], readCsvRules(file, path));
  if (file.endsWith('.json') && dirname(path) !== '.')
    return new ExclusionRules([], [], readParameterRule(file, basename(dirname(path)), basename(path, '.json')));
  return new ExclusionRules();
}
