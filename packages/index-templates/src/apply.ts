import type { Client } from '@opensearch-project/opensearch';
import type { LogTypeDefinition } from '@siem/log-type';
import { loadBuiltInLogTypes } from '@siem/log-types';
import type { TemplateOptions } from './options.ts';
import { buildTemplates, type Templates } from './templates.ts';

/**
 * Puts all templates into the cluster, whatever is there: for demos, benchmarks and embedders. Operators use
 * `siem bootstrap apply`, which looks first.
 * @returns names of the index templates
 */
export async function applyTemplates(
  client: Client,
  definitions?: readonly LogTypeDefinition[],
  options: TemplateOptions = {},
): Promise<string[]> {
  return putTemplates(client, buildTemplates(definitions ?? (await loadBuiltInLogTypes()), options));
}

/** @returns names of the index templates */
export async function putTemplates(client: Client, { components, indexes }: Templates): Promise<string[]> {
  // The elected manager takes one change after the other; asking at once only saves the round trips.
  await Promise.all(
    components.map(({ name, body }) => client.cluster.putComponentTemplate({ name, body: body as never })),
  );
  await Promise.all(indexes.map(({ name, body }) => client.indices.putIndexTemplate({ name, body: body as never })));
  return indexes.map(({ name }) => name);
}
