import type { Mapping, MappingRule } from './definition.ts';
import { isRawJson, scalarText } from './raw-json.ts';

/**
 * Turns mappings into JavaScript expressions. Every name and constant goes through JSON.stringify, so a definition can
 * never inject code. Values read more than once become one local constant.
 */
export class ValueCode {
  /** Functions of definitions, by the index that generated code uses: `fns[0](r, d)`. */
  readonly functions: unknown[] = [];
  readonly statements: string[] = [];
  private readonly locals = new Map<string, string>();
  private readonly rawNames: ReadonlySet<string> | undefined;

  /** @param rawNames names of a flat record's fields; others cannot have a value. Undefined: any JSON. */
  constructor(rawNames: Iterable<string> | undefined) {
    this.rawNames = rawNames === undefined ? undefined : new Set(rawNames);
  }

  /** False for fields that no record of this shape has. */
  canHave(path: string): boolean {
    return this.rawNames === undefined || path.startsWith('$') || path.startsWith('@') || this.rawNames.has(path);
  }

  /** Local constant holding the value of the expression. */
  local(expression: string): string {
    let name = this.locals.get(expression);
    if (name === undefined) {
      name = `v${this.locals.size}`;
      this.locals.set(expression, name);
      this.statements.push(`const ${name} = ${expression};`);
    }
    return name;
  }

  /** Reads a path: raw record, `$derived` or `@meta`. */
  path(path: string): string {
    if (path.startsWith('@')) return this.local(metaPath(path));
    if (!this.canHave(path)) return this.local('undefined');
    return path.startsWith('$') ? this.member('d?.', path.slice(1)) : this.member('r', path);
  }

  /**
   * `a.b.0.c` step by step: paths share their beginnings, and looking a name up in an object costs more than all else
   * where records have many shapes.
   * @param root what stands in front of the first step's bracket
   */
  private member(root: string, path: string): string {
    return path.split('.').reduce((owner, step, i) => {
      return this.local(`${i === 0 ? owner : `${owner}?.`}[${JSON.stringify(step)}]`);
    }, root);
  }

  /** Expression (a local's name) for the mapping's value, before it is rendered for its type. */
  mapping(mapping: Mapping): string {
    if (typeof mapping === 'function') {
      this.functions.push(mapping);
      return this.local(`fns[${this.functions.length - 1}](r, d)`);
    }
    if (typeof mapping === 'string') return this.path(mapping);
    if (isList(mapping)) return this.first(mapping);
    return this.rule(mapping);
  }

  private first(paths: readonly string[]): string {
    const locals = paths.filter((path) => this.canHave(path)).map((path) => this.path(path));
    const last = locals.pop() ?? this.local('undefined');
    if (locals.length === 0) return last;
    return this.local(locals.map((local) => `!missing(${local}) ? ${local} : `).join('') + last);
  }

  private rule(rule: MappingRule): string {
    let expression = this.ruleSource(rule);
    if (rule.map !== undefined) {
      const table = this.constant(new Map(Object.entries(rule.map)));
      const fallback = rule.default === undefined ? 'undefined' : JSON.stringify(rule.default);
      expression = this.local(`translate(${table}, ${expression}, ${fallback})`);
    } else if (rule.default !== undefined) {
      expression = this.local(`missing(${expression}) ? ${JSON.stringify(rule.default)} : ${expression}`);
    }
    if (rule.transform !== undefined) expression = this.local(`transforms.${rule.transform}(${expression})`);
    return rule.when === undefined
      ? expression
      : this.local(`${this.condition(rule.when)} ? ${expression} : undefined`);
  }

  /** Local with what the rule reads, before `map`, `default` and `when`. */
  ruleSource(rule: MappingRule): string {
    if (rule.value !== undefined) return this.local(JSON.stringify(rule.value));
    if (rule.all !== undefined) return this.local(`[${rule.all.map((path) => this.path(path)).join(', ')}]`);
    if (rule.from === undefined) return this.local('undefined');
    return typeof rule.from === 'string' ? this.path(rule.from) : this.first(rule.from);
  }

  /** Expression that tells whether `when` holds. */
  condition(when: NonNullable<MappingRule['when']>): string {
    const value = this.path(when.from);
    if (typeof when.is === 'boolean') return when.is ? `!missing(${value})` : `missing(${value})`;
    return `${this.constant(new Set(when.is))}.has(scalarText(${value}))`;
  }

  /** False where the mapping reads only fields that no record of this shape has. */
  canHaveValue(mapping: Mapping): boolean {
    if (typeof mapping === 'function') return true;
    if (typeof mapping === 'string') return this.canHave(mapping);
    if (isList(mapping)) return mapping.some((path) => this.canHave(path));
    if (mapping.value !== undefined || mapping.default !== undefined) return true;
    return [mapping.from ?? [], mapping.all ?? []].flat().some((path) => this.canHave(path));
  }

  /** A value of the definition that generated code refers to. */
  constant(value: unknown): string {
    this.functions.push(value);
    return `fns[${this.functions.length - 1}]`;
  }
}

function isList(mapping: readonly string[] | MappingRule): mapping is readonly string[] {
  return Array.isArray(mapping);
}

const metaPaths: Readonly<Record<string, string>> = {
  '@log_group': 'm.logGroup',
  '@log_stream': 'm.logStream',
  '@account': 'm.accountId ?? e.accountId',
  '@region': 'm.region ?? e.region',
  '@key': 'e.key',
  '@bucket': 'e.bucket',
  '@message': 'raw',
  '@envelope': 'm.envelopeTime',
};

function metaPath(path: string): string {
  const expression = metaPaths[path];
  if (expression === undefined) {
    throw new Error(`Mapping from '${path}' is not known; known: ${Object.keys(metaPaths).join(', ')}`);
  }
  return expression;
}

export const transforms = {
  lowercase: (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value),
  uppercase: (value: unknown) => (typeof value === 'string' ? value.toUpperCase() : value),
  string: (value: unknown) =>
    value === undefined || value === null || (typeof value === 'object' && !isRawJson(value))
      ? value
      : scalarText(value),
};

/** Looks up `map`; the value may be a number or boolean in JSON formats. */
export function translate(table: ReadonlyMap<string, unknown>, value: unknown, fallback: unknown): unknown {
  if (value === undefined || value === null) return fallback;
  return table.get(typeof value === 'string' ? value : scalarText(value)) ?? fallback;
}
