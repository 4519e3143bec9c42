import { buildTemplates } from '@siem/index-templates';
import type { DesiredObject } from '../model.ts';
import { daysPerIndex } from '../options.ts';
import { type DesiredInput, desired } from './desired-state.ts';

export function desiredTemplates({ definitions, options, facts }: DesiredInput): DesiredObject[] {
  const { components, indexes } = buildTemplates(definitions, {
    serverless: facts.isServerless,
    // A replica on the node that has the primary is never made; the cluster would stay yellow.
    replicas: options.replicas ?? (facts.dataNodes > 1 ? 1 : 0),
    codec: options.codec,
    refreshIntervalSeconds: options.refreshIntervalSeconds,
    expectedGigabytesPerDay: options.expectedGigabytesPerDay,
    daysPerIndex: daysPerIndex[options.rotation],
    rollover: options.rotation === 'auto' && !facts.isServerless ? options.rollsOverAs : 'none',
  });
  return [
    ...components.map(({ name, body }) => desired('component-template', name, body)),
    ...indexes.map(({ name, body }) => desired('index-template', name, body)),
  ];
}
