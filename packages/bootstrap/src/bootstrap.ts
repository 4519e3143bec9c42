import { readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import type { Client } from '@opensearch-project/opensearch';
import type { LogTypeDefinition } from '@siem/log-type';
import { type ApplyResult, applyPlan, removeObjects } from './apply.ts';
import { type ClusterFacts, checkWritable, readClusterFacts } from './cluster.ts';
import { Connection } from './connection.ts';
import { desiredState, type SavedObjectFile } from './desired/desired-state.ts';
import { createDrivers } from './drivers/index.ts';
import { findIndexConflicts, type IndexConflict } from './live-indexes.ts';
import type { DesiredObject, PlannedObject } from './model.ts';
import type { BootstrapOptions } from './options.ts';
import { makePlan, type Plan } from './plan.ts';
import { ensureRecordIndex, readRecords, removeRecordIndex } from './record.ts';

export interface BootstrapInput {
  readonly client: Client;
  readonly url: string;
  readonly isServerless: boolean;
  readonly definitions: readonly LogTypeDefinition[];
  readonly options: BootstrapOptions;
  /** OpenSearch Dashboards, a client whose node is its base URL; without it dashboards are left out. */
  readonly dashboards?: { readonly client: Client; readonly url: string };
  /** Saved objects, one entry a dashboard. */
  readonly savedObjects?: readonly SavedObjectFile[];
  /** Users' objects to take over, `kind/name`, or `all`. */
  readonly adopt?: Iterable<string>;
  readonly now?: () => Date;
}

export interface FullPlan extends Plan {
  readonly facts: ClusterFacts;
  readonly indexConflicts: readonly IndexConflict[];
}

export const bootstrapVersion: string = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
).version;

/** One cluster and what it is to be. */
export class Bootstrap {
  readonly #input: BootstrapInput;
  readonly #connection: Connection;
  readonly #dashboards: Connection | undefined;

  constructor(input: BootstrapInput) {
    this.#input = input;
    const { dashboards } = input;
    this.#dashboards = dashboards && new Connection(dashboards.client, dashboards.url);
    this.#connection = new Connection(input.client, input.url);
  }

  /**
   * Changes nothing.
   * @param allIndexes also looks at indexes whose templates stay as they are
   * @throws BootstrapError when the cluster cannot be reached, read or used
   */
  async plan({ allIndexes = false } = {}): Promise<FullPlan> {
    const { facts, desired, plan } = await this.#look();
    const scope = allIndexes ? 'all' : 'changed';
    const indexConflicts = facts.isServerless
      ? []
      : await findIndexConflicts(this.#connection, desired, plan.objects, scope);
    return { ...plan, facts, indexConflicts };
  }

  /** @throws BootstrapError before anything is changed, where it can be known before */
  async apply(onDone?: (object: PlannedObject, error?: Error) => void): Promise<ApplyResult & { plan: FullPlan }> {
    const { facts, desired, plan, context } = await this.#look();
    const indexConflicts = facts.isServerless
      ? []
      : await findIndexConflicts(this.#connection, desired, plan.objects, 'changed');
    await checkWritable(this.#connection, facts);
    await ensureRecordIndex(this.#connection, facts.isServerless);
    const result = await applyPlan(plan, { ...context, ...(onDone && { onDone }) });
    return { ...result, plan: { ...plan, facts, indexConflicts } };
  }

  /** Reads everything back. @returns what is not as declared; nothing when all is in place */
  async verify(): Promise<{ plan: FullPlan; deviations: PlannedObject[] }> {
    const { facts, plan } = await this.#look();
    const deviations = plan.objects.filter(({ action }) => action !== 'no change' && action !== 'unmanaged');
    return { plan: { ...plan, facts, indexConflicts: [] }, deviations };
  }

  /** What `destroy` would take away: everything that is ours but what holds data. */
  async planDestroy(): Promise<PlannedObject[]> {
    const { plan, context } = await this.#look();
    return plan.objects
      .filter(({ action, live, kind, name }) => {
        if (live === undefined || context.drivers.get(kind)?.isKept) return false;
        if (action === 'no change') return live.isMarked ?? context.records.has(`${kind}/${name}`);
        return action === 'change' || action === 'remove';
      })
      .map((object) => ({ ...object, action: 'remove' }));
  }

  async destroy(
    objects: readonly PlannedObject[],
    onDone?: (object: PlannedObject, error?: Error) => void,
  ): Promise<ApplyResult> {
    const { facts, context } = await this.#look();
    await checkWritable(this.#connection, facts);
    await ensureRecordIndex(this.#connection, facts.isServerless);
    const result = await removeObjects(objects, { ...context, ...(onDone && { onDone }) });
    // The record says what is still ours, so it goes last, and only when nothing is.
    if (result.failures.length === 0) await removeRecordIndex(this.#connection);
    return result;
  }

  async #look() {
    const { definitions, options, isServerless, savedObjects = [], adopt = [], now = () => new Date() } = this.#input;
    const facts = await readClusterFacts(this.#connection, isServerless);
    const desired: DesiredObject[] = desiredState({ definitions, options, facts, savedObjects });
    const drivers = createDrivers(this.#connection, this.#dashboards);
    const records = await readRecords(this.#connection);
    const plan = await makePlan({ desired, drivers, records, isServerless, adopt: new Set(adopt) });
    const context = {
      connection: this.#connection,
      drivers,
      records,
      isServerless,
      version: bootstrapVersion,
      appliedBy: `${userInfo().username}@${hostname()}`,
      now,
    };
    return { facts, desired, plan, context };
  }
}
