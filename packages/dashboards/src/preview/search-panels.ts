import type { Client } from '@opensearch-project/opensearch';
import { type CompileContext, compilePanel } from '../compile/panel-dsl.ts';
import { layOut, type PlacedPanel } from '../layout.ts';
import type { Dashboard } from '../model.ts';

/** What OpenSearch answers to one request of a panel. */
export interface PanelAnswer {
  readonly total: number;
  readonly hits: readonly { readonly _source: Record<string, unknown> }[];
  /** As OpenSearch nests them. */
  readonly aggregations: Readonly<Record<string, unknown>>;
}

export interface PanelResult {
  /** By the name of the request; see PanelSearch. */
  readonly answers: ReadonlyMap<string, PanelAnswer>;
  readonly errors: readonly string[];
  /** There are requests, and none has found a document. */
  readonly isEmpty: boolean;
}

interface SearchResponse {
  readonly error?: { readonly reason?: string; readonly root_cause?: readonly { readonly reason: string }[] };
  readonly _shards?: { readonly failures?: readonly { readonly reason: { readonly reason: string } }[] };
  readonly hits?: { readonly total?: { readonly value: number }; readonly hits: PanelAnswer['hits'] };
  readonly aggregations?: Record<string, unknown>;
}

/** Runs the queries of every panel in one request. @throws Error when OpenSearch cannot be asked at all */
export async function searchPanels(
  client: Client,
  dashboard: Dashboard,
  context: CompileContext,
): Promise<Map<PlacedPanel, PanelResult>> {
  const placed = layOut(dashboard);
  const requests = placed.flatMap((place) =>
    compilePanel(dashboard, place.panel, context).map((search) => ({ place, search })),
  );
  const responses =
    requests.length === 0
      ? []
      : await multiSearch(
          client,
          requests.map(({ search }) => search),
        );
  const results = new Map(
    placed.map((place) => [place, { answers: new Map<string, PanelAnswer>(), errors: [] as string[] }]),
  );
  requests.forEach(({ place, search }, i) => {
    const { answers, errors } = results.get(place)!;
    const response = responses[i]!;
    errors.push(...errorsOf(response));
    const { hits, aggregations = {} } = response;
    answers.set(search.name, { total: hits?.total?.value ?? 0, hits: hits?.hits ?? [], aggregations });
  });
  return new Map(
    [...results].map(([place, { answers, errors }]) => [
      place,
      { answers, errors, isEmpty: answers.size > 0 && [...answers.values()].every(({ total }) => total === 0) },
    ]),
  );
}

async function multiSearch(
  client: Client,
  searches: readonly { readonly index: string; readonly body: object }[],
): Promise<SearchResponse[]> {
  const { body } = await client.msearch({
    body: searches.flatMap(({ index, body: search }) => [
      { index, ignore_unavailable: true, allow_no_indices: true },
      { track_total_hits: true, ...search },
    ]) as never,
  });
  return (body as unknown as { responses: SearchResponse[] }).responses;
}

function errorsOf({ error, _shards }: SearchResponse): string[] {
  const reason = error === undefined ? [] : [error.root_cause?.[0]?.reason ?? error.reason ?? 'failed'];
  return [...reason, ...(_shards?.failures ?? []).map(({ reason: { reason: text } }) => text)];
}
