import type { LogTypeDefinition } from '@siem/log-type';
import type { ClusterFacts } from '../cluster.ts';
import type { DesiredObject, JsonObject, Kind } from '../model.ts';
import type { BootstrapOptions } from '../options.ts';
import { desiredAlerting } from './alerting.ts';
import { desiredLifecycle } from './lifecycle.ts';
import { desiredSecurity } from './security.ts';
import { desiredTemplates } from './templates.ts';

/** What OpenSearch Dashboards imports as one file: a dashboard and all that it needs. */
export interface SavedObjectFile {
  readonly file: string;
  readonly objects: readonly object[];
}

export interface DesiredInput {
  readonly definitions: readonly LogTypeDefinition[];
  readonly options: BootstrapOptions;
  readonly facts: ClusterFacts;
  readonly savedObjects: readonly SavedObjectFile[];
}

/** Everything this repository declares, for this cluster and these options. */
export function desiredState(input: DesiredInput): DesiredObject[] {
  return [
    ...desiredTemplates(input),
    ...desiredLifecycle(input),
    ...desiredSecurity(input),
    ...desiredAlerting(input),
    ...input.savedObjects.map(({ file, objects }) =>
      desired('saved-objects', file.replace(/\.ndjson$/, ''), { objects }),
    ),
  ];
}

/** The body as JSON has it: no undefined members. */
export function desired(kind: Kind, name: string, body: object): DesiredObject {
  return { kind, name, body: JSON.parse(JSON.stringify(body)) as JsonObject };
}
