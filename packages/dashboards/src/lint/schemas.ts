import { z } from 'zod';

/**
 * Forms of saved objects as OpenSearch Dashboards 2.19 and 3.x write them. Unknown keys are refused: Dashboards either
 * refuses them on import (attributes) or drops them in silence (the rest), and both are mistakes of ours.
 */

const json = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    context.addIssue({ code: 'custom', message: `is no JSON: ${(error as Error).message}` });
    return z.NEVER;
  }
});
const query = z.strictObject({ query: z.string(), language: z.enum(['lucene', 'kuery']) });
const searchSource = z.strictObject({
  query,
  filter: z.array(z.unknown()),
  indexRefName: z.string().optional(),
  highlightAll: z.boolean().optional(),
  version: z.boolean().optional(),
});
const meta = z.strictObject({ searchSourceJSON: json.pipe(searchSource) });
const id = z.string().regex(/^siem-[a-z0-9-]+$/);
const reference = z.strictObject({ name: z.string(), type: z.enum(['index-pattern', 'visualization', 'search']), id });

const fieldSpec = z.strictObject({
  count: z.literal(0),
  name: z.string().min(1),
  type: z.enum(['string', 'number', 'date', 'ip', 'boolean', 'geo_point', 'nested', 'conflict', '_source', 'unknown']),
  esTypes: z.array(z.string()),
  scripted: z.literal(false),
  searchable: z.boolean(),
  aggregatable: z.boolean(),
  readFromDocValues: z.boolean(),
});
const fieldFormat = z.discriminatedUnion('id', [
  z.strictObject({ id: z.literal('date'), params: z.strictObject({ pattern: z.string() }) }),
  z.strictObject({ id: z.literal('bytes'), params: z.strictObject({ pattern: z.string() }) }),
  z.strictObject({ id: z.literal('number'), params: z.strictObject({ pattern: z.string() }) }),
  z.strictObject({
    id: z.literal('duration'),
    params: z.strictObject({
      inputFormat: z.enum(['nanoseconds', 'microseconds', 'milliseconds', 'seconds', 'minutes', 'hours', 'days']),
      // Any other is called as a method that is not there, and every value of the field fails to show.
      outputFormat: z.enum(['humanize', 'asMilliseconds', 'asSeconds', 'asMinutes', 'asHours', 'asDays', 'asWeeks']),
      outputPrecision: z.number().int().min(0).max(20),
      showSuffix: z.boolean(),
    }),
  }),
]);

export const indexPattern = z.strictObject({
  type: z.literal('index-pattern'),
  id,
  attributes: z.strictObject({
    title: z.string().regex(/^[.a-z][a-z0-9_.*-]*$/),
    timeFieldName: z.string(),
    fields: json.pipe(z.array(fieldSpec)),
    fieldFormatMap: json.pipe(z.record(z.string(), fieldFormat)),
  }),
  references: z.array(reference).length(0),
  migrationVersion: z.strictObject({ 'index-pattern': z.literal('7.6.0') }),
});

export const aggregation = z.strictObject({
  id: z.string(),
  enabled: z.literal(true),
  type: z.string(),
  schema: z.string(),
  params: z.record(z.string(), z.unknown()),
});
export const visStateSchema = z.strictObject({
  title: z.string().min(1),
  type: z.string(),
  params: z.record(z.string(), z.unknown()),
  aggs: z.array(aggregation),
});

const uiState = z.strictObject({
  vis: z
    .strictObject({
      sortColumn: z.strictObject({ colIndex: z.number().int().min(0), direction: z.enum(['asc', 'desc']) }),
    })
    .optional(),
});

export const visualization = z.strictObject({
  type: z.literal('visualization'),
  id,
  attributes: z.strictObject({
    title: z.string().min(1),
    description: z.string(),
    visState: json.pipe(visStateSchema),
    uiStateJSON: json.pipe(uiState),
    version: z.literal(1),
    kibanaSavedObjectMeta: meta,
  }),
  references: z.array(reference),
  migrationVersion: z.strictObject({ visualization: z.literal('7.10.0') }),
});

export const search = z.strictObject({
  type: z.literal('search'),
  id,
  attributes: z.strictObject({
    title: z.string().min(1),
    description: z.string(),
    hits: z.literal(0),
    columns: z.array(z.string()).min(1),
    sort: z.array(z.tuple([z.string(), z.enum(['asc', 'desc'])])).min(1),
    version: z.literal(1),
    kibanaSavedObjectMeta: meta,
  }),
  references: z.array(reference).length(1),
  migrationVersion: z.strictObject({ search: z.literal('7.9.3') }),
});

const gridNumber = z.number().int().min(0);
export const dashboardPanel = z.strictObject({
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  gridData: z.strictObject({ x: gridNumber, y: gridNumber, w: gridNumber.min(4), h: gridNumber.min(2), i: z.string() }),
  panelIndex: z.string(),
  embeddableConfig: z.strictObject({ hidePanelTitles: z.boolean().optional() }),
  title: z.string(),
  panelRefName: z.string(),
});

export const dashboard = z.strictObject({
  type: z.literal('dashboard'),
  id,
  attributes: z.strictObject({
    title: z.string().min(1),
    description: z.string(),
    hits: z.literal(0),
    panelsJSON: json.pipe(z.array(dashboardPanel).min(1)),
    optionsJSON: json.pipe(z.strictObject({ hidePanelTitles: z.boolean(), useMargins: z.boolean() })),
    version: z.literal(1),
    timeRestore: z.literal(true),
    timeFrom: z.string().regex(/^now-\d+[mhdwM]$/),
    timeTo: z.literal('now'),
    refreshInterval: z.strictObject({ pause: z.boolean(), value: z.number() }),
    kibanaSavedObjectMeta: meta,
  }),
  references: z.array(reference),
  migrationVersion: z.strictObject({ dashboard: z.literal('7.9.3') }),
});

export const savedObject = z.discriminatedUnion('type', [indexPattern, visualization, search, dashboard]);
export type CheckedObject = z.output<typeof savedObject>;
export type CheckedVisualization = z.output<typeof visualization>;
