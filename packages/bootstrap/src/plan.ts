import { checksum, differences } from './comparable.ts';
import type { Driver } from './drivers/driver.ts';
import { PluginUnavailableError } from './errors.ts';
import type { AppliedRecord, DesiredObject, JsonObject, Kind, LiveObject, PlannedObject } from './model.ts';
import { kinds } from './model.ts';
import { type AppliedRecords, recordKey } from './record.ts';

export interface Plan {
  readonly objects: readonly PlannedObject[];
  /** What cannot be looked at or applied here, and why; the rest goes on without. */
  readonly unavailable: readonly { readonly kind: Kind; readonly plugin: string; readonly reason: string }[];
}

export interface PlanInput {
  readonly desired: readonly DesiredObject[];
  readonly drivers: ReadonlyMap<Kind, Driver>;
  readonly records: AppliedRecords;
  readonly isServerless: boolean;
  /** `kind/name` of users' objects to take over, or `all`. */
  readonly adopt: ReadonlySet<string>;
}

/** Looks at everything and changes nothing. */
export async function makePlan(input: PlanInput): Promise<Plan> {
  const desiredByKind = Map.groupBy(input.desired, ({ kind }) => kind);
  const objects: PlannedObject[] = [];
  const unavailable: { kind: Kind; plugin: string; reason: string }[] = [];
  const parts = await Promise.all(
    kinds.map(async (kind) => {
      const desired = desiredByKind.get(kind) ?? [];
      const records = [...input.records.values()].filter((record) => record.kind === kind);
      const driver = input.drivers.get(kind);
      if (driver === undefined || (desired.length === 0 && records.length === 0)) return [];
      if (input.isServerless && !driver.inServerless) {
        unavailable.push({ kind, plugin: driver.plugin ?? kind, reason: 'serverless collections have none' });
        return [];
      }
      try {
        return planKind(driver, desired, records, await driver.list(desired), input.adopt);
      } catch (error) {
        if (!(error instanceof PluginUnavailableError)) throw error;
        unavailable.push({ kind, plugin: error.plugin, reason: error.message });
        return [];
      }
    }),
  );
  objects.push(...parts.flat());
  return { objects, unavailable: unavailable.sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind)) };
}

function planKind(
  driver: Driver,
  desired: readonly DesiredObject[],
  records: readonly AppliedRecord[],
  found: readonly LiveObject[],
  adopt: ReadonlySet<string>,
): PlannedObject[] {
  const { kind } = driver;
  const live = new Map(found.map((object) => [object.name, object]));
  const recorded = new Map(records.map((record) => [record.name, record]));
  const wanted = new Set(desired.map(({ name }) => name));
  const isOurs = (object: LiveObject) => object.isMarked ?? recorded.has(object.name);
  const planned = desired.map((object): PlannedObject => {
    const there = live.get(object.name);
    if (there === undefined) return { kind, name: object.name, action: 'create', desired: object, differences: [] };
    const is = driver.comparable(there.body);
    const shouldBe = driver.comparable(object.body);
    const different = differences(is, shouldBe);
    const base = { kind, name: object.name, desired: object, live: there, differences: different };
    const isAdopted = adopt.has('all') || adopt.has(recordKey(kind, object.name));
    if (!isOurs(there) && !isAdopted) {
      // What is as we want it, whoever made it, stands in nobody's way.
      return different.length === 0 && driver.isKept ? { ...base, action: 'no change' } : { ...base, action: 'clash' };
    }
    if (different.length === 0) return { ...base, action: 'no change' };
    const record = recorded.get(object.name);
    const changedOutside = record !== undefined && record.checksum !== checksum(is);
    return { ...base, action: 'change', changedOutside };
  });
  for (const object of found) {
    if (wanted.has(object.name)) continue;
    const base = { kind, name: object.name, live: object, differences: [] };
    if (isOurs(object)) {
      if (driver.isKept !== true) planned.push({ ...base, action: 'remove' });
    } else if (driver.showsUnmanaged) planned.push({ ...base, action: 'unmanaged' });
  }
  return planned;
}

/** Whether apply would do anything. */
export function isInPlace(plan: Plan): boolean {
  return plan.objects.every(({ action }) => action === 'no change' || action === 'unmanaged');
}

export function countActions(objects: readonly PlannedObject[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { action } of objects) counts[action] = (counts[action] ?? 0) + 1;
  return counts;
}

export function comparableChecksum(driver: Driver, body: JsonObject): string {
  return checksum(driver.comparable(body));
}
