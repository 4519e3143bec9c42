import { buildTemplates, type Mappings } from '@siem/index-templates';
import type { LogTypeDefinition } from '@siem/log-type';
import { loadBuiltInLogTypes } from '@siem/log-types';
import type { IndexPattern } from './model.ts';

/** Dotted path to OpenSearch type; `conflict` where two templates of a pattern disagree. */
export type FieldTypes = ReadonlyMap<string, string>;

/** Fields by index template, as `buildTemplates` makes them. */
export class TemplateFields {
  readonly #byTemplate: ReadonlyMap<string, FieldTypes>;

  private constructor(byTemplate: ReadonlyMap<string, FieldTypes>) {
    this.#byTemplate = byTemplate;
  }

  static async load(definitions?: readonly LogTypeDefinition[]): Promise<TemplateFields> {
    const { components, indexes } = buildTemplates(definitions ?? (await loadBuiltInLogTypes()));
    const propertiesOf = new Map(components.map(({ name, body }) => [name, body.template.mappings?.properties]));
    const byTemplate = indexes.map(({ name, body }) => {
      const fields = new Map<string, string>();
      for (const component of body.composed_of ?? []) collect('', propertiesOf.get(component), fields);
      collect('', body.template.mappings?.properties, fields);
      return [name, fields] as const;
    });
    return new TemplateFields(new Map(byTemplate));
  }

  /** @throws Error when the pattern names a template that is none */
  ofPattern(pattern: IndexPattern): FieldTypes {
    const fields = new Map<string, string>();
    for (const template of pattern.templates) {
      const own = this.#byTemplate.get(template);
      if (own === undefined) {
        const known = [...this.#byTemplate.keys()].sort().join(', ');
        throw new Error(`Index pattern '${pattern.title}' names the template '${template}'; there are: ${known}`);
      }
      for (const [path, type] of own) merge(fields, path, type);
    }
    for (const [path, type] of Object.entries(pattern.rawFields)) if (!fields.has(path)) fields.set(path, type);
    return fields;
  }

  /** Whether a template itself says the field's type, not a dynamic rule. */
  isTyped(pattern: IndexPattern, path: string): boolean {
    return pattern.templates.some((template) => this.#byTemplate.get(template)?.has(path));
  }
}

function collect(prefix: string, properties: Mappings | undefined, fields: Map<string, string>): void {
  for (const [name, mapping] of Object.entries(properties ?? {})) {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    // Members of nested objects are no fields of the document.
    if (mapping.type !== undefined) fields.set(path, mapping.type);
    if (mapping.type !== 'nested') collect(path, mapping.properties, fields);
  }
}

function merge(fields: Map<string, string>, path: string, type: string): void {
  const present = fields.get(path);
  fields.set(path, present === undefined || dashboardsType(present) === dashboardsType(type) ? type : 'conflict');
}

/** What Dashboards makes of an OpenSearch type. */
export function dashboardsType(type: string): string {
  switch (type) {
    case 'keyword':
    case 'text':
    case 'match_only_text':
    case 'wildcard':
    case 'constant_keyword':
    case 'flat_object':
      return 'string';
    case 'long':
    case 'integer':
    case 'short':
    case 'byte':
    case 'unsigned_long':
    case 'double':
    case 'float':
    case 'half_float':
    case 'scaled_float':
      return 'number';
    case 'date':
    case 'date_nanos':
      return 'date';
    case 'ip':
    case 'boolean':
    case 'geo_point':
    case 'nested':
    case 'conflict':
      return type;
    default:
      return 'unknown';
  }
}

/** Whether buckets and metrics can be made of it: its values stand in columns. */
export function isAggregatable(type: string): boolean {
  return !['text', 'match_only_text', 'flat_object', 'nested', 'conflict', 'object'].includes(type);
}
