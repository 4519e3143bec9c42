import type { Connection } from './connection.ts';
import type { Driver } from './drivers/driver.ts';
import { BootstrapError, PluginUnavailableError } from './errors.ts';
import { type AppliedRecord, type Kind, kinds, type PlannedObject } from './model.ts';
import { comparableChecksum, type Plan } from './plan.ts';
import { type AppliedRecords, recordKey, writeRecords } from './record.ts';

export interface ApplyContext {
  readonly connection: Connection;
  readonly drivers: ReadonlyMap<Kind, Driver>;
  readonly records: AppliedRecords;
  readonly isServerless: boolean;
  readonly version: string;
  readonly appliedBy: string;
  readonly now: () => Date;
  /** Told of every object that is done. */
  readonly onDone?: (object: PlannedObject, error?: Error) => void;
}

export interface Failure {
  readonly kind: Kind;
  readonly name: string;
  readonly reason: string;
}

export interface ApplyResult {
  readonly done: readonly PlannedObject[];
  readonly failures: readonly Failure[];
}

/** Requests of one kind under way at once; the elected manager takes one change after the other anyway. */
const concurrency = 8;

/**
 * Kind by kind, in the order in which they need each other; removals in the opposite order. What the server refuses is
 * reported and the rest goes on; what was done is recorded after each kind, so that the same command again finishes.
 * @throws BootstrapError before anything is changed when a name belongs to a user's object
 */
export async function applyPlan(plan: Plan, context: ApplyContext): Promise<ApplyResult> {
  refuseClashes(plan);
  const done: PlannedObject[] = [];
  const failures: Failure[] = [];
  for (const kind of kinds) {
    const ofKind = plan.objects.filter((object) => object.kind === kind);
    const todo = ofKind.filter(({ action }) => action === 'create' || action === 'change');
    const applied: AppliedRecord[] = [];
    const driver = context.drivers.get(kind)!;
    try {
      await inParallel(todo, driver, async (object) => {
        const outcome = await attempt(object, context, async () => driver.put(object.desired!, object.live));
        if (outcome.failure !== undefined) failures.push(outcome.failure);
        else {
          done.push(object);
          applied.push(recordOf(object, driver, context, outcome.value ?? object.live?.id));
        }
      });
    } finally {
      const unrecorded = ofKind
        .filter(({ action, name }) => action === 'no change' && !context.records.has(recordKey(kind, name)))
        .map((object) => recordOf(object, driver, context, object.live?.id));
      await writeRecords(context.connection, [...applied, ...unrecorded], [], context.isServerless);
    }
  }
  const removed = await removeObjects(
    plan.objects.filter(({ action }) => action === 'remove'),
    context,
  );
  return { done: [...done, ...removed.done], failures: [...failures, ...removed.failures] };
}

/** Takes away what is ours; what others still use is reported and stays. */
export async function removeObjects(objects: readonly PlannedObject[], context: ApplyContext): Promise<ApplyResult> {
  const done: PlannedObject[] = [];
  const failures: Failure[] = [];
  for (const kind of kinds.toReversed()) {
    const driver = context.drivers.get(kind)!;
    const removed: PlannedObject[] = [];
    await inParallel(
      objects.filter((object) => object.kind === kind && object.live !== undefined),
      driver,
      async (object) => {
        const { failure } = await attempt(object, context, () => driver.remove(object.live!));
        if (failure === undefined) removed.push(object);
        else failures.push(failure);
      },
    );
    await writeRecords(context.connection, [], removed, context.isServerless);
    done.push(...removed);
  }
  return { done, failures };
}

function refuseClashes(plan: Plan): void {
  const clashes = plan.objects
    .filter(({ action }) => action === 'clash')
    .map(({ kind, name }) => recordKey(kind, name));
  if (clashes.length === 0) return;
  throw new BootstrapError(
    'SIEM_BOOTSTRAP_CLASH',
    `${clashes.length} of our names belong to objects that bootstrap did not make: ${clashes.join(', ')}. Rename or remove them, or take them over with --adopt ${clashes[0]} (the plan shows what would change). Nothing was changed`,
  );
}

async function attempt<T>(
  object: PlannedObject,
  context: ApplyContext,
  act: () => Promise<T>,
): Promise<{ value?: T; failure?: Failure }> {
  try {
    const value = await act();
    context.onDone?.(object);
    return { value };
  } catch (error) {
    const isForOneObject =
      error instanceof PluginUnavailableError || (error as BootstrapError).code === 'SIEM_BOOTSTRAP_REFUSED';
    if (!isForOneObject) throw error;
    context.onDone?.(object, error as Error);
    return { failure: { kind: object.kind, name: object.name, reason: (error as Error).message } };
  }
}

function recordOf(object: PlannedObject, driver: Driver, context: ApplyContext, id: string | undefined): AppliedRecord {
  const { kind, name, desired } = object;
  return {
    kind,
    name,
    ...(id !== undefined && { id }),
    checksum: comparableChecksum(driver, desired!.body),
    version: context.version,
    applied_at: context.now().toISOString(),
    applied_by: context.appliedBy,
    body: desired!.body,
  };
}

async function inParallel<T>(
  items: readonly T[],
  { isSequential = false }: Driver,
  act: (item: T) => Promise<void>,
): Promise<void> {
  const remaining = items.values();
  const worker = async () => {
    for (const item of remaining) await act(item);
  };
  const results = await Promise.allSettled(
    Array.from({ length: isSequential ? 1 : Math.min(concurrency, items.length) }, worker),
  );
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
