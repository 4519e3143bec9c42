import type { LogTypeDefinition } from '@siem/log-type';
import { appliedStateMappings, baseSettings, documentMappings, ledgerMappings } from './base-templates.ts';
import { ecsFieldSets, fieldSet } from './ecs-fields.ts';
import { choiceDynamicTemplates, chosenFields } from './field-choices.ts';
import { type FieldConflict, mappedEcsPaths, mergeOwnFields } from './log-type-fields.ts';
import { countFields, type Mappings, nest } from './mapping.ts';
import { type ResolvedTemplateOptions, resolveTemplateOptions, shardCount, type TemplateOptions } from './options.ts';

export interface NamedTemplate {
  readonly name: string;
  readonly body: TemplateBody;
}

export interface TemplateBody {
  readonly index_patterns?: readonly string[];
  readonly priority?: number;
  readonly composed_of?: readonly string[];
  readonly data_stream?: object;
  readonly template: {
    readonly settings?: Readonly<Record<string, unknown>>;
    readonly mappings?: { readonly properties?: Mappings; readonly [parameter: string]: unknown };
    readonly aliases?: Readonly<Record<string, object>>;
  };
  readonly version?: number;
  readonly _meta: Readonly<Record<string, unknown>>;
}

export interface Templates {
  readonly components: readonly NamedTemplate[];
  readonly indexes: readonly NamedTemplate[];
  /** Fields that log types of one index declare differently; none in a good set of definitions. */
  readonly conflicts: readonly FieldConflict[];
}

/** Marks what is ours: bootstrap never changes or removes an object without it. */
export const managedMeta = { managed_by: 'siem' } as const;

/** Above the reference's templates (0 to 5) and what people usually choose, so that both may be installed at once. */
const basePriority = 200;

/** Sets that every document has, or that enrichment and detection write to any. */
const commonSets = ['base', 'cloud', 'ecs', 'error', 'event', 'related', 'rule', 'threat', 'user', 'user_agent'];

/** Names under which existing installations also find an index. */
const alsoKnownAs: Readonly<Record<string, string>> = {
  'log-aws-directory-service': 'log-win-aws-directory-service',
  'log-aws-fsx-win': 'log-win-aws-fsx-win',
};

/** Everything that must be in the cluster before the first document. Components come first. */
export function buildTemplates(definitions: readonly LogTypeDefinition[], options: TemplateOptions = {}): Templates {
  const resolved = resolveTemplateOptions(options);
  const sets = ecsFieldSets(definitions.flatMap(mappedEcsPaths));
  const components = [
    component('siem-base', { settings: baseSettings(resolved), mappings: documentMappings }),
    ...[...sets].map(([set, properties]) => component(`siem-ecs-${set}`, { mappings: { properties } })),
  ];
  const conflicts: FieldConflict[] = [];
  const byIndex = Map.groupBy(definitions, (definition) => definition.index);
  const indexes = [...byIndex]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([index, members]) => {
      const merged = mergeOwnFields(index, members);
      conflicts.push(...merged.conflicts);
      return logTypeTemplates(index, members, nest([...merged.fields, ...chosenFields(index)]), sets, resolved);
    });
  return { components, indexes: [fallback(sets, resolved), ...indexes, ...ownTemplates(resolved)], conflicts };
}

function component(name: string, template: TemplateBody['template']): NamedTemplate {
  return { name, body: { template, _meta: managedMeta } };
}

function logTypeTemplates(
  index: string,
  definitions: readonly LogTypeDefinition[],
  properties: Mappings,
  sets: ReadonlyMap<string, Mappings>,
  options: ResolvedTemplateOptions,
): NamedTemplate[] {
  const used = new Set([...commonSets, ...definitions.flatMap(mappedEcsPaths).map(fieldSet)]);
  const present = [...used].filter((set) => sets.has(set)).sort();
  const declared = present.reduce((sum, set) => sum + countFields(sets.get(set)!), countFields(properties));
  const alias = alsoKnownAs[index];
  const dynamic = choiceDynamicTemplates(index);
  const body = (
    patterns: readonly string[],
    priority: number,
    settings: Record<string, unknown> = {},
  ): TemplateBody => ({
    // `<index>_01-2026-01` is a sibling that takes what the first refuses; `-001` and `-000001` are serverless and rollover.
    index_patterns: patterns,
    // The longer name wins where one is the beginning of another; equal lengths never match the same index.
    priority,
    composed_of: ['siem-base', ...present.map((set) => `siem-ecs-${set}`)],
    template: {
      settings: {
        // Room for what the templates name, the base fields, and a bounded number of new paths.
        'index.mapping.total_fields.limit': String(Math.ceil(declared / 100) * 100 + options.dynamicFieldsLimit),
        ...shards(index, options),
        ...settings,
      },
      mappings: { ...(dynamic.length > 0 && { dynamic_templates: dynamic }), properties },
      ...(alias !== undefined && { aliases: { [alias]: {} } }),
    },
    _meta: { ...managedMeta, log_types: definitions.map(({ name }) => name).sort() },
  });
  const name = `siem-${index}`;
  const patterns = [`${index}-*`, `${index}_*`];
  const priority = basePriority + index.length * 2;
  const templates = [{ name, body: body(patterns, priority) }];
  if (options.rollover === 'alias') {
    const setting = { 'plugins.index_state_management.rollover_alias': index };
    templates.push({ name: `${name}-rollover`, body: body([`${index}-0*`], priority + 1, setting) });
  } else if (options.rollover === 'data-stream') {
    const stream = { ...body([index], priority + 1), data_stream: { timestamp_field: { name: '@timestamp' } } };
    templates.push({ name: `${name}-data-stream`, body: stream });
  }
  return templates;
}

function shards(index: string, options: ResolvedTemplateOptions): Record<string, unknown> {
  return options.serverless ? {} : { 'index.number_of_shards': String(shardCount(index, options)) };
}

/** For log types that users add before they run bootstrap again: typed as far as ECS goes, keyword otherwise. */
function fallback(sets: ReadonlyMap<string, Mappings>, options: ResolvedTemplateOptions): NamedTemplate {
  return {
    name: 'siem-log',
    body: {
      index_patterns: ['log-*', 'metrics-opensearch-index-*'],
      priority: basePriority - 50,
      composed_of: ['siem-base', ...[...sets.keys()].map((set) => `siem-ecs-${set}`)],
      template: { settings: shards('log', options) },
      _meta: managedMeta,
    },
  };
}

/** Indexes of the product itself: small, so the shortest refresh and one shard. */
function ownTemplates(options: ResolvedTemplateOptions): NamedTemplate[] {
  const settings = options.serverless
    ? {}
    : { 'index.number_of_shards': '1', 'index.auto_expand_replicas': options.replicas === 0 ? 'false' : '0-1' };
  const own = (name: string, patterns: string[], mappings: TemplateBody['template']['mappings']): NamedTemplate => ({
    name,
    body: {
      index_patterns: patterns,
      priority: basePriority,
      template: { settings, mappings: mappings! },
      _meta: managedMeta,
    },
  });
  return [
    own('siem-ledger', ['siem-ledger-*'], ledgerMappings),
    own('siem-bootstrap', ['siem-bootstrap'], appliedStateMappings),
  ];
}
