import { ecsField } from '@siem/ecs';
import type { FieldType, Mapping, MappingRule } from './definition.ts';
import { keywordText } from './runtime.ts';
import type { ValueCode } from './value-code.ts';

/**
 * `flat`: every raw value is text or undefined. `safe`: and none of it needs escaping in JSON, which the caller has
 * checked for a whole chunk at once.
 */
export interface TextOptions {
  flat: boolean;
  safe: boolean;
  /** Paths of values that are looked up as addresses. */
  addresses: ReadonlySet<string>;
  /** Values that `derive` returns are parts of the record's. */
  derivesParts: boolean;
}

/** Code that renders values for the type of their field; one local per value and type. */
export class TextCode {
  private readonly values: ValueCode;
  private readonly options: TextOptions;
  readonly fields: Readonly<Record<string, FieldType>>;
  /** Declarations of variables that live from record to record. */
  readonly memory: string[] = [];
  private tables = 0;
  private readonly remembered = new Map<string, { text: string; member: string }>();

  constructor(values: ValueCode, fields: Readonly<Record<string, FieldType>>, options: TextOptions) {
    this.values = values;
    this.fields = fields;
    this.options = options;
  }

  /** Local with the JSON text of the mapping for the field at `path`. */
  mapped(mapping: Mapping, path: string): string {
    if (isRule(mapping) && mapping.map !== undefined && mapping.transform === undefined)
      return this.table(mapping, path);
    if (isRule(mapping) && mapping.all !== undefined) return this.list(mapping.all, path);
    if (typeof mapping === 'string' && this.isRaw(mapping)) return this.raw(mapping, path);
    if (typeof mapping === 'string' && mapping.startsWith('$') && this.isKeyword(path))
      return this.wrapped(this.derivedKeyword(mapping), path);
    return this.text(this.values.mapping(mapping), path);
  }

  /** Local with what is known about the address in a local, or null. */
  ipInfo(value: string): string {
    return this.values.local(`typeof ${value} === 'string' && ${value}.length > 1 ? e.enrich.ip(${value}) : null`);
  }

  /**
   * Expression of a raw field of a flat record with its key, led by a comma; empty where it has no value. Numbers are
   * numbers where the definition says so, never lost when they are none.
   */
  rawMember(name: string): string {
    const type = this.fields[name];
    const key = memberKey(name);
    const value = this.values.path(name);
    if (type === 'long') {
      const number = this.scalar(value, 'long', true);
      return `withKey(${key}, ${this.values.local(`${number} !== '' ? ${number} : ${this.keywordExpression(value, true)}`)})`;
    }
    if (type === 'double')
      return `withKey(${key}, ${this.values.local(`missing(${value}) ? '' : numberText(${value})`)})`;
    if (this.options.addresses.has(name)) return `withKey(${key}, ${this.rawKeyword(name)})`;
    this.rawKeyword(name);
    return this.remembered.get(name)!.member;
  }

  /**
   * Local with the JSON text of a raw field of a flat record. Most columns hold the same value in many records in a row
   * (account, load balancer, certificate, protocol ...): each remembers its last value with the text, which saves
   * checking, quoting and joining it again. Addresses are looked up anyway; what is found has their text.
   */
  private rawKeyword(name: string): string {
    const value = this.values.path(name);
    const rendered = this.keywordExpression(value, true);
    if (this.options.addresses.has(name)) return this.addressText(value, rendered);
    let found = this.remembered.get(name);
    if (found === undefined) {
      const i = this.remembered.size;
      this.memory.push(`let p${i} = '', t${i} = '', f${i} = '';`);
      this.values.statements.push(
        `if (${value} !== p${i}) { p${i} = ${value}; t${i} = ${rendered}; f${i} = withKey(${memberKey(name)}, t${i}); }`,
      );
      found = { text: `t${i}`, member: `f${i}` };
      this.remembered.set(name, found);
    }
    return found.text;
  }

  private derivedKeyword(path: string): string {
    const value = this.values.path(path);
    const rendered = this.keywordExpression(value, this.options.derivesParts);
    return this.options.addresses.has(path) ? this.addressText(value, rendered) : this.values.local(rendered);
  }

  /** @param otherwise text of what is no address */
  private addressText(value: string, otherwise: string): string {
    const info = this.ipInfo(value);
    return this.values.local(`${info} === null ? ${otherwise} : ${info}.json`);
  }

  text(value: string, path: string): string {
    const field = ecsField(path);
    const type = field?.type ?? this.fields[path] ?? (path.endsWith('.ip') ? 'ip' : 'keyword');
    if (type === 'ip' && field?.array !== true) {
      const info = this.ipInfo(value);
      return this.values.local(`${info} === null ? '' : ${info}.json`);
    }
    return this.wrapped(this.scalar(value, type, false), path);
  }

  private isRaw(path: string): boolean {
    return this.options.flat && !path.startsWith('$') && !path.startsWith('@');
  }

  private raw(name: string, path: string): string {
    if (!this.isKeyword(path)) return this.text(this.values.path(name), path);
    return this.wrapped(this.rawKeyword(name), path);
  }

  /** Fields of texts, whatever their index makes of them. */
  private isKeyword(path: string): boolean {
    const type = ecsField(path)?.type ?? this.fields[path] ?? (path.endsWith('.ip') ? 'ip' : 'keyword');
    return textTypes.has(type);
  }

  private keyword(value: string, isRawValue: boolean): string {
    return this.values.local(this.keywordExpression(value, isRawValue));
  }

  private keywordExpression(value: string, isRawValue: boolean): string {
    const plain = isRawValue && this.options.flat && this.options.safe;
    return `${plain ? 'plainText' : 'keywordText'}(${value})`;
  }

  /** Values of `map` are rendered here and now; at run time one look-up remains. */
  private table(rule: MappingRule, path: string): string {
    const isArray = ecsField(path)?.array === true;
    const render = (value: unknown) => {
      const text = typeof value === 'string' ? keywordText(value) : JSON.stringify(value);
      return isArray && !text.startsWith('[') ? `[${text}]` : text;
    };
    const texts = new Map(Object.entries(rule.map!).map(([from, to]) => [from, render(to)]));
    const fallback = rule.default === undefined ? '' : render(rule.default);
    const source = this.values.ruleSource(rule);
    const look = `translate(${this.values.constant(texts)}, ${source}, ${JSON.stringify(fallback)})`;
    const found = this.options.flat && rule.from !== undefined ? this.lastFound(source, look) : look;
    return this.values.local(rule.when === undefined ? found : `${this.values.condition(rule.when)} ? ${found} : ''`);
  }

  /** Values of a table are few: comparing with the last one is cheaper than hashing a text that was cut out just now. */
  private lastFound(value: string, look: string): string {
    const i = this.tables++;
    // No value is ever the list of constants.
    this.memory.push(`let q${i} = fns, u${i};`);
    this.values.statements.push(`if (${value} !== q${i}) { q${i} = ${value}; u${i} = ${look}; }`);
    return `u${i}`;
  }

  private list(paths: readonly string[], path: string): string {
    const isIp = path.endsWith('.ip');
    const locals = paths.filter((from) => this.values.canHave(from)).map((from) => this.values.path(from));
    if (isIp && this.options.flat) {
      const infos = locals.map((local) => this.ipInfo(local)).join(', ');
      return this.values.local(locals.length === 2 ? `ipPairText(${infos})` : `ipListText([${infos}])`);
    }
    return this.values.local(`listText([${locals.join(', ')}], ${isIp ? 'isIpAddress' : 'anyText'})`);
  }

  private wrapped(text: string, path: string): string {
    if (ecsField(path)?.array !== true) return text;
    return this.values.local(`${text} === '' || ${text}[0] === '[' ? ${text} : '[' + ${text} + ']'`);
  }

  private scalar(value: string, type: string, isRawValue: boolean): string {
    switch (type) {
      case 'long':
      case 'integer':
        return this.values.local(`missing(${value}) ? '' : longText(${value})`);
      case 'float':
      case 'double':
      case 'scaled_float':
        return this.values.local(`missing(${value}) ? '' : doubleText(${value})`);
      case 'date':
        return this.values.local(`missing(${value}) ? '' : dateText(${value})`);
      case 'boolean':
        return this.values.local(`missing(${value}) ? '' : booleanText(${value})`);
      case 'object':
      case 'flat_object':
      case 'flattened':
      case 'nested':
      case 'geo_point':
        return this.values.local(`valueText(${value})`);
      default:
        return this.keyword(value, isRawValue);
    }
  }
}

const textTypes: ReadonlySet<string> = new Set(['keyword', 'constant_keyword', 'wildcard', 'text', 'match_only_text']);

function isRule(mapping: Mapping): mapping is MappingRule {
  return typeof mapping === 'object' && !Array.isArray(mapping);
}

/** Constant of the generated code: `,"name":`. */
function memberKey(name: string): string {
  return JSON.stringify(`,${JSON.stringify(name)}:`);
}
