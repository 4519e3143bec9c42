import { parse } from 'vega';
import { dashboardsFunctions } from '../world/vega-functions.ts';
import { fieldProblems, type PatternFields } from './fields.ts';

interface Url {
  readonly index?: string;
  readonly body?: { readonly aggs?: Record<string, unknown> };
}

/** Whether Vega takes the specification, it asks no outside service, and its fields can be counted. */
export function worldMapProblems(text: string, patterns: PatternFields): string[] {
  let spec: { data?: { name: string; url?: Url | string }[] };
  try {
    spec = JSON.parse(text);
  } catch (error) {
    return [`its specification is no JSON: ${(error as Error).message}`];
  }
  const problems: string[] = [];
  for (const { name, url } of spec.data ?? []) {
    if (typeof url === 'string') problems.push(`data '${name}' is loaded from ${url}; it must be inside or a search`);
    else if (url !== undefined) problems.push(...searchProblems(name, url, patterns));
  }
  try {
    dashboardsFunctions();
    // A search is an object that Dashboards answers before Vega sees it.
    const data = spec.data?.map(({ url, ...rest }) => (url === undefined ? rest : { ...rest, values: [] }));
    parse({ ...spec, width: 400, height: 300, data } as never);
  } catch (error) {
    problems.push(`Vega refuses it: ${(error as Error).message}`);
  }
  return problems;
}

function searchProblems(name: string, url: Url, patterns: PatternFields): string[] {
  const known = patterns.get(patternId(url.index ?? ''));
  if (known === undefined) return [`data '${name}' searches '${url.index}', which is no index pattern of the file`];
  return aggregatedFields(url.body?.aggs ?? {}).flatMap(([aggregation, field]) =>
    aggregation === 'geo_centroid' ? [] : fieldProblems(aggregation, field, known),
  );
}

function patternId(title: string): string {
  return title === 'log-*' ? 'siem-log-all' : `siem-${title.replace(/\*$/, '')}`;
}

function aggregatedFields(aggs: Record<string, unknown>): (readonly [aggregation: string, field: string])[] {
  return Object.values(aggs).flatMap((aggregation) =>
    Object.entries(aggregation as Record<string, { field?: string }>).flatMap(([kind, body]) =>
      kind === 'aggs'
        ? aggregatedFields(body as Record<string, unknown>)
        : body.field === undefined
          ? []
          : [[kind, body.field] as const],
    ),
  );
}
