import { chartParams, places } from './chart-schemas.ts';
import { fieldProblems, type PatternFields } from './fields.ts';
import { worldMapProblems } from './lint-vega.ts';
import { type CheckedObject, type CheckedVisualization, savedObject } from './schemas.ts';

/**
 * Whether a file of saved objects is what Dashboards takes: forms, embedded JSON, references, grid, options, and fields
 * that exist with a type their aggregation can take.
 * @param objects the file's lines, parsed
 * @returns problems, each with the object it is in; none for a good file
 */
export function lintObjects(objects: readonly unknown[]): string[] {
  const problems: string[] = [];
  const checked: CheckedObject[] = [];
  for (const object of objects) {
    const result = savedObject.safeParse(object);
    if (result.success) checked.push(result.data);
    else {
      const { type, id } = object as { type?: string; id?: string };
      for (const issue of result.error.issues) {
        problems.push(`${type} ${id}: ${issue.path.join('.')} ${issue.message}`);
      }
    }
  }
  const fields = patternFields(checked);
  problems.push(...duplicates(checked), ...danglingReferences(checked));
  for (const object of checked) {
    const own =
      object.type === 'visualization'
        ? visualizationProblems(object, fields)
        : object.type === 'dashboard'
          ? gridProblems(object)
          : object.type === 'search'
            ? columnProblems(object, fields)
            : indexPatternProblems(object);
    problems.push(...own.map((problem) => `${object.type} ${object.id}: ${problem}`));
  }
  return problems;
}

function patternFields(objects: readonly CheckedObject[]): PatternFields {
  return new Map(
    objects
      .filter((object) => object.type === 'index-pattern')
      .map(({ id, attributes }) => [id, new Map(attributes.fields.map((field) => [field.name, field]))]),
  );
}

function duplicates(objects: readonly CheckedObject[]): string[] {
  const seen = new Set<string>();
  return objects.flatMap(({ type, id }) => {
    const key = `${type} ${id}`;
    if (seen.has(key)) return [`${key}: stands twice in the file`];
    seen.add(key);
    return [];
  });
}

/** Every reference must be in the same file, and be used by the object that has it. */
function danglingReferences(objects: readonly CheckedObject[]): string[] {
  const present = new Set(objects.map(({ type, id }) => `${type} ${id}`));
  return objects.flatMap((object) => {
    const names = usedReferenceNames(object);
    return [
      ...object.references
        .filter(({ type, id }) => !present.has(`${type} ${id}`))
        .map(({ type, id }) => `${object.type} ${object.id}: refers to ${type} '${id}', which the file does not hold`),
      ...object.references
        .filter(({ name }) => !names.includes(name))
        .map(({ name }) => `${object.type} ${object.id}: nothing uses the reference '${name}'`),
      ...names
        .filter((name) => !object.references.some((reference) => reference.name === name))
        .map((name) => `${object.type} ${object.id}: uses the reference '${name}', which it does not have`),
    ];
  });
}

function usedReferenceNames(object: CheckedObject): string[] {
  if (object.type === 'index-pattern') return [];
  if (object.type === 'dashboard') return object.attributes.panelsJSON.map(({ panelRefName }) => panelRefName);
  const source = object.attributes.kibanaSavedObjectMeta.searchSourceJSON.indexRefName;
  const names = source === undefined ? [] : [source];
  if (object.type === 'visualization' && object.attributes.visState.type === 'input_control_vis') {
    const { controls } = object.attributes.visState.params as { controls: { indexPatternRefName: string }[] };
    names.push(...controls.map(({ indexPatternRefName }) => indexPatternRefName));
  }
  return names;
}

function indexPatternProblems(pattern: Extract<CheckedObject, { type: 'index-pattern' }>): string[] {
  const { fields, fieldFormatMap, timeFieldName } = pattern.attributes;
  const types = new Map(fields.map(({ name, type }) => [name, type]));
  const problems = Object.keys(fieldFormatMap)
    .filter((name) => !types.has(name))
    .map((name) => `has a format for '${name}', which is no field of it`);
  if (types.get(timeFieldName) !== 'date') {
    problems.push(
      `its time field '${timeFieldName}' is ${types.get(timeFieldName) ?? 'no field of it'}; it must be a date`,
    );
  }
  return problems;
}

function columnProblems(search: Extract<CheckedObject, { type: 'search' }>, fields: PatternFields): string[] {
  const known = fields.get(search.references[0]!.id);
  if (known === undefined) return [];
  const named = [...search.attributes.columns, ...search.attributes.sort.map(([field]) => field)];
  return named.filter((field) => !known.has(field)).map((field) => `'${field}' is no field of its index pattern`);
}

function gridProblems({ attributes }: Extract<CheckedObject, { type: 'dashboard' }>): string[] {
  const problems: string[] = [];
  const panels = attributes.panelsJSON;
  for (const [i, { gridData: a, title }] of panels.entries()) {
    if (a.x + a.w > 48) problems.push(`panel '${title}' ends at column ${a.x + a.w}; there are 48`);
    for (const { gridData: b, title: other } of panels.slice(i + 1)) {
      const overlap = a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
      if (overlap) problems.push(`panels '${title}' and '${other}' overlap`);
    }
    if (a.i !== String(i) || panels[i]!.panelIndex !== a.i) problems.push(`panel '${title}' is not number ${i}`);
  }
  return problems;
}

function visualizationProblems(visualization: CheckedVisualization, fields: PatternFields): string[] {
  const { visState } = visualization.attributes;
  if (visState.title !== visualization.attributes.title) return [`visState is titled '${visState.title}'`];
  if (!(visState.type in chartParams)) return [`'${visState.type}' is no kind of visualization we know`];
  const type = visState.type as keyof typeof chartParams;
  const result = chartParams[type].safeParse(visState.params);
  const problems = result.success
    ? []
    : result.error.issues.map((issue) => `params.${issue.path.join('.')} ${issue.message}`);
  problems.push(...placeProblems(type, visState.aggs));
  if (type === 'vega') problems.push(...worldMapProblems((visState.params as { spec: string }).spec, fields));
  const known = fields.get(visualization.references[0]?.id ?? '');
  if (known === undefined) return problems;
  if (type === 'input_control_vis') {
    const { controls } = visState.params as { controls: { fieldName: string }[] };
    return [...problems, ...controls.flatMap(({ fieldName }) => fieldProblems('terms', fieldName, known))];
  }
  const siblings = visState.aggs.flatMap(({ params }) => [params['customBucket'], params['customMetric']]);
  for (const { type: aggregation, params } of [...visState.aggs, ...siblings.filter(isAggregation)]) {
    if (typeof params['field'] === 'string') problems.push(...fieldProblems(aggregation, params['field'], known));
    if (typeof params['sortField'] === 'string' && !known.has(params['sortField'])) {
      problems.push(`'${params['sortField']}' is no field of its index pattern`);
    }
  }
  return problems;
}

function isAggregation(value: unknown): value is { type: string; params: Record<string, unknown> } {
  return typeof value === 'object' && value !== null && 'type' in value && 'params' in value;
}

function placeProblems(
  type: keyof typeof places,
  aggs: CheckedVisualization['attributes']['visState']['aggs'],
): string[] {
  const problems: string[] = [];
  const ids = aggs.map(({ id }) => id);
  if (new Set(ids).size !== ids.length) problems.push('two aggregations have one id');
  for (const { schema, type: aggregation } of aggs) {
    const place = places[type][schema];
    if (place === undefined) problems.push(`a ${type} has no place '${schema}' for an aggregation`);
    else if (!place.types.includes(aggregation)) problems.push(`'${schema}' of a ${type} takes no ${aggregation}`);
  }
  for (const [schema, { amount }] of Object.entries(places[type])) {
    const found = aggs.filter((aggregation) => aggregation.schema === schema).length;
    if (found < amount[0] || found > amount[1]) {
      problems.push(`a ${type} has ${found} aggregations for '${schema}'; right is ${amount[0]} to ${amount[1]}`);
    }
  }
  const metrics = aggs.filter(({ schema }) => schema === 'metric').map(({ id }) => id);
  for (const { params } of aggs) {
    const { orderBy } = params;
    if (typeof orderBy === 'string' && orderBy !== '_key' && !metrics.includes(orderBy)) {
      problems.push(`an aggregation is ordered by '${orderBy}', which is no metric`);
    }
  }
  return problems;
}
