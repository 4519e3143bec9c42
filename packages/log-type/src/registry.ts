import type { LogTypeDefinition } from './definition.ts';

/** What an S3 key says about its object. */
export type KeyMatch =
  | { kind: 'log-type'; definition: LogTypeDefinition }
  | { kind: 'ignored'; reason: 'folder' | 'ignored_key'; logType?: string }
  | { kind: 'unknown' };

const defaultPriority = 100;

/** All log types of a process, in the order in which keys are tried. */
export class LogTypes {
  private readonly ordered: readonly LogTypeDefinition[];
  private readonly byName: ReadonlyMap<string, LogTypeDefinition>;

  /** @throws Error when two definitions have the same name */
  constructor(definitions: readonly LogTypeDefinition[]) {
    this.ordered = [...definitions].sort(
      (a, b) => (a.priority ?? defaultPriority) - (b.priority ?? defaultPriority) || (a.name < b.name ? -1 : 1),
    );
    this.byName = new Map(definitions.map((definition) => [definition.name, definition]));
    if (this.byName.size !== definitions.length) {
      const names = definitions.map((definition) => definition.name);
      throw new Error(`Log type '${names.find((name, i) => names.indexOf(name) !== i)}' is defined twice`);
    }
  }

  get all(): readonly LogTypeDefinition[] {
    return this.ordered;
  }

  find(name: string): LogTypeDefinition | undefined {
    return this.byName.get(name);
  }

  /** @param key S3 key, decoded */
  forKey(key: string): KeyMatch {
    if (key.endsWith('/')) return { kind: 'ignored', reason: 'folder' };
    for (const definition of this.ordered) {
      if (!definition.keys.some((pattern) => pattern.test(key))) continue;
      if (definition.ignoredKeys?.some((pattern) => pattern.test(key)) === true) {
        return { kind: 'ignored', reason: 'ignored_key', logType: definition.name };
      }
      return { kind: 'log-type', definition };
    }
    return { kind: 'unknown' };
  }
}
