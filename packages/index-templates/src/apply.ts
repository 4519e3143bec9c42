import type { Client } from '@opensearch-project/opensearch';
import type { LogTypeDefinition } from '@siem/log-type';
import { loadBuiltInLogTypes } from '@siem/log-types';
import type { TemplateOptions } from './options.ts';
import { buildTemplates } from './templates.ts';

/**
 * Puts all templates into the cluster, whatever is there: for demos, tests and embedders. Operators use
 * `siem bootstrap apply`, which looks first.
 * @returns names of the index templates
 */
export async function applyTemplates(
  client: Client,
  definitions?: readonly LogTypeDefinition[],
  options: TemplateOptions = {},
): Promise<string[]> {
  const { components, indexes } = buildTemplates(definitions ?? (await loadBuiltInLogTypes()), options);
  // The elected manager takes one change after the other; asking at once only saves the round trips.
  await Promise.all(
    components.map(({ name, body }) => client.cluster.putComponentTemplate({ name, body: body as never })),
  );
  await Promise.all(indexes.map(({ name, body }) => client.indices.putIndexTemplate({ name, body: body as never })));
  return indexes.map(({ name }) => name);
}
