import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { readCsvRules } from './read-csv.ts';
import { readParameterRule } from './read-parameter.ts';
import { readYamlRules } from './read-yaml.ts';
import { ExclusionRules } from './rules.ts';

/**
 * The rules in a directory, read anew when a file changes: `*.yaml` with rules of every kind, `*.csv` in the form of the
 * reference's `exclude_log_patterns.csv`, `<log type>/<name>.json` in the form of its parameters.
 */
export class ExclusionDirectory {
  private readonly directory: string;
  private readonly always: ExclusionRules;
  private signature: string;
  private current: ExclusionRules;
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param always rules that hold besides
   * @throws DefinitionFileError for the first file that is wrong; Error when the directory cannot be read
   */
  constructor(directory: string, always: ExclusionRules = new ExclusionRules()) {
    this.directory = directory;
    this.always = always;
    this.signature = this.sign();
    this.current = this.read();
  }

  /** Never changes: a chunk that began with it ends with it. */
  get rules(): ExclusionRules {
    return this.current;
  }

  /** @returns whether there are new rules. @throws as the constructor; the rules stay as they were */
  refresh(): boolean {
    const signature = this.sign();
    if (signature === this.signature) return false;
    // A file that is wrong is not read again until it changes.
    this.signature = signature;
    this.current = this.read();
    return true;
  }

  /** Looks for changes now and then; does not keep the process alive. */
  watch(intervalMs: number, onChange: (error?: Error) => void = () => {}): void {
    this.timer ??= setInterval(() => {
      try {
        if (this.refresh()) onChange();
      } catch (error) {
        onChange(error as Error);
      }
    }, intervalMs).unref();
  }

  close(): void {
    clearInterval(this.timer);
  }

  private read(): ExclusionRules {
    let rules = this.always;
    for (const file of this.files()) {
      const path = relative(this.directory, file);
      if (/\.ya?ml$/.test(file)) rules = rules.and(readYamlRules(file));
      else if (file.endsWith('.csv')) rules = rules.and(new ExclusionRules([], readCsvRules(file, path)));
      else if (file.endsWith('.json') && dirname(path) !== '.') {
        const condition = readParameterRule(file, basename(dirname(path)), basename(path, '.json'));
        rules = rules.and(new ExclusionRules([], [], condition));
      }
    }
    return rules;
  }

  private sign(): string {
    const signs = this.files().map((file) => {
      const { mtimeMs, size } = statSync(file);
      return `${file} ${size} ${mtimeMs}`;
    });
    return signs.join('\n');
  }

  private files(): string[] {
    return readdirSync(this.directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  }
}
