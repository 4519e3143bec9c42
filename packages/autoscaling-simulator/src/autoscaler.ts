import { compileMetricExpression, type Datapoints, type MetricExpression } from './metric-math.ts';
import type { ScalingPolicy, TargetTracking } from './policy.ts';

/** Minutes in a row above the target before tasks are added, as Application Auto Scaling sets its alarms. */
const minutesToScaleOut = 3;
/** Minutes in a row below nine tenths of the target before tasks go. */
const minutesToScaleIn = 15;
const scaleInFraction = 0.9;

interface Tracker {
  readonly policy: TargetTracking;
  readonly steps: readonly { readonly id: string; readonly evaluate: MetricExpression }[];
  above: number;
  below: number;
  value: number | null;
}

/**
 * Application Auto Scaling with target tracking, as AWS documents it: each target has an alarm for out and one for in, out
 * is proportional, the largest answer of all targets wins, and tasks go only when every target says so.
 */
export class Autoscaler {
  desired: number;
  private readonly trackers: Tracker[];
  private readonly policy: ScalingPolicy;
  private lastOutSeconds = Number.NEGATIVE_INFINITY;
  private lastInSeconds = Number.NEGATIVE_INFINITY;

  constructor(policy: ScalingPolicy, startTasks: number) {
    this.policy = policy;
    this.desired = this.clamp(startTasks);
    this.trackers = policy.targets.map((target) => ({
      policy: target,
      steps: target.expressions.map(({ id, expression }) => ({ id, evaluate: compileMetricExpression(expression) })),
      above: 0,
      below: 0,
      value: null,
    }));
  }

  /** One minute's datapoints, as late as CloudWatch has them. */
  minute(nowSeconds: number, datapoints: Datapoints): void {
    for (const tracker of this.trackers) observe(tracker, datapoints);
    const scaledOut = this.scaleOut(nowSeconds);
    if (!scaledOut) this.scaleIn(nowSeconds);
    this.wakeOrSleep(datapoints);
  }

  private scaleOut(nowSeconds: number): boolean {
    const wishes = this.trackers
      .filter(({ above }) => above >= minutesToScaleOut)
      .map(({ policy, value }) => ({
        policy,
        tasks: this.clamp(Math.ceil((this.desired * value!) / policy.target)),
      }));
    const largest = wishes.toSorted((a, b) => b.tasks - a.tasks)[0];
    if (largest === undefined || largest.tasks <= this.desired) return wishes.length > 0;
    if (nowSeconds - this.lastOutSeconds < largest.policy.scaleOutCooldownSeconds) return true;
    this.desired = largest.tasks;
    this.lastOutSeconds = nowSeconds;
    return true;
  }

  private scaleIn(nowSeconds: number): void {
    if (!this.trackers.every(({ below }) => below >= minutesToScaleIn)) return;
    const cooldown = Math.max(...this.trackers.map(({ policy }) => policy.scaleInCooldownSeconds));
    const sinceLast = nowSeconds - Math.max(this.lastInSeconds, this.lastOutSeconds);
    if (sinceLast < cooldown) return;
    const wish = Math.max(
      ...this.trackers.map(({ policy, value }) => Math.ceil((this.desired * value!) / policy.target)),
    );
    const tasks = this.clamp(Math.max(1, wish));
    if (tasks >= this.desired) return;
    this.desired = tasks;
    this.lastInSeconds = nowSeconds;
  }

  /** The step policies of a fleet that may sleep: a proportion of nothing is nothing. */
  private wakeOrSleep({ visible, working }: Datapoints): void {
    if (this.policy.minTasks > 0) return;
    if (this.desired === 0 && (visible ?? 0) > 0) this.desired = 1;
    if (
      this.desired === 1 &&
      visible === 0 &&
      working === 0 &&
      this.trackers.every(({ below }) => below >= minutesToScaleIn)
    )
      this.desired = 0;
  }

  private clamp(tasks: number): number {
    return Math.min(this.policy.maxTasks, Math.max(this.policy.minTasks, tasks));
  }
}

function observe(tracker: Tracker, datapoints: Datapoints): void {
  const { policy, steps } = tracker;
  let known = datapoints;
  for (const { id, evaluate } of steps) known = { ...known, [id]: evaluate(known) };
  const last = steps.at(-1)?.id;
  tracker.value = (last === undefined ? datapoints['cpu'] : known[last]) ?? null;
  // Without a datapoint an alarm is in neither state.
  const { value } = tracker;
  tracker.above = value !== null && value > policy.target ? tracker.above + 1 : 0;
  tracker.below = value !== null && value < policy.target * scaleInFraction ? tracker.below + 1 : 0;
}
