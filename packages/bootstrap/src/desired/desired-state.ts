import { buildTemplates } from '@siem/index-templates';
import type { LogTypeDefinition } from '@siem/log-type';
import type { ClusterFacts } from '../cluster.ts';
import type { DesiredObject, JsonObject } from '../model.ts';
import { type BootstrapOptions, daysPerIndex } from '../options.ts';

/** Everything this repository declares, for this cluster and these options. */
export function desiredState(
  definitions: readonly LogTypeDefinition[],
  options: BootstrapOptions,
  facts: ClusterFacts,
): DesiredObject[] {
  return templates(definitions, options, facts);
}

function templates(
  definitions: readonly LogTypeDefinition[],
  options: BootstrapOptions,
  { isServerless, dataNodes }: ClusterFacts,
): DesiredObject[] {
  const { components, indexes } = buildTemplates(definitions, {
    serverless: isServerless,
    // A replica on the node that has the primary is never made; the cluster would stay yellow.
    replicas: options.replicas ?? (dataNodes > 1 ? 1 : 0),
    codec: options.codec,
    refreshIntervalSeconds: options.refreshIntervalSeconds,
    expectedGigabytesPerDay: options.expectedGigabytesPerDay,
    daysPerIndex: daysPerIndex[options.rotation],
    rollover: options.rotation === 'auto' && !isServerless ? 'alias' : 'none',
  });
  const asBody = (body: object) => JSON.parse(JSON.stringify(body)) as JsonObject;
  return [
    ...components.map(({ name, body }): DesiredObject => ({ kind: 'component-template', name, body: asBody(body) })),
    ...indexes.map(({ name, body }): DesiredObject => ({ kind: 'index-template', name, body: asBody(body) })),
  ];
}
