import type { Assumptions } from './assumptions.ts';
import { Autoscaler } from './autoscaler.ts';
import type { ScalingPolicy } from './policy.ts';
import type { Trace } from './traces.ts';

export interface SimulationInput {
  readonly trace: Trace;
  readonly policy: ScalingPolicy;
  readonly assumptions: Assumptions;
  readonly meanBytesPerSecond: number;
  readonly vcpuPerTask: number;
  /** What OpenSearch takes when it is well. */
  readonly openSearchBytesPerSecond: number;
}

export interface Minute {
  readonly seconds: number;
  readonly tasks: number;
  readonly desired: number;
  /** How long the message that is finished now has waited and been worked on; the age of the oldest one when none is. */
  readonly delaySeconds: number;
  readonly waitingMessages: number;
  readonly throttled: boolean;
}

export interface Simulation {
  readonly minutes: readonly Minute[];
  /** Delay of each message, weighted. */
  readonly delays: readonly { readonly seconds: number; readonly messages: number }[];
  readonly taskSeconds: number;
  /** Messages that had not been finished at the end. */
  readonly left: number;
}

/** Messages that arrived together. */
interface Cohort {
  readonly arrivedSeconds: number;
  messages: number;
}

const tickSeconds = 5;
const ticksPerMinute = 60 / tickSeconds;

/** Runs the trace against the policy in steps of five seconds; nothing in it is random. */
export function simulate(input: SimulationInput): Simulation {
  const { trace, policy, assumptions, meanBytesPerSecond, vcpuPerTask } = input;
  const taskBytesPerSecond = assumptions.workerBytesPerSecondPerVcpu * vcpuPerTask;
  const { objectBytes } = assumptions;
  const started = Math.ceil((meanBytesPerSecond * trace.load(0)) / (taskBytesPerSecond * 0.65));
  const scaler = new Autoscaler(policy, Math.max(started, 1));
  const queue: Cohort[] = [];
  const giants: { arrivedSeconds: number; left: number }[] = [];
  const delays: { seconds: number; messages: number }[] = [];
  const minutes: Minute[] = [];
  const pending: { readySeconds: number; tasks: number }[] = [];
  const seen: Record<string, number | null>[] = [];
  let running = scaler.desired;
  let taskSeconds = 0;
  let waiting = 0;
  let arriving = 0;
  let sum = newMinute();

  const arrive = (seconds: number, messages: number) => {
    if (messages <= 0) return;
    queue.push({ arrivedSeconds: seconds, messages });
    waiting += messages;
  };
  // A backlog is as old as the logs in it, which is what its delay counts from.
  const backlogHours = trace.waitingHours ?? 0;
  for (let minute = backlogHours * 60; minute > 0; minute--)
    arrive(-minute * 60, (meanBytesPerSecond * 60) / objectBytes);

  for (let tick = 0; tick * tickSeconds < trace.hours * 3600; tick++) {
    const now = tick * tickSeconds;
    arriving += (meanBytesPerSecond * trace.load(now) * tickSeconds) / objectBytes;
    arrive(now, Math.floor(arriving));
    arriving -= Math.floor(arriving);
    for (const giant of trace.giants ?? [])
      if (giant.atSeconds >= now && giant.atSeconds < now + tickSeconds)
        giants.push({ arrivedSeconds: now, left: giant.bytes });

    while (pending[0] !== undefined && pending[0].readySeconds <= now) running += pending.shift()!.tasks;
    running = Math.min(running, Math.max(scaler.desired, 0));
    taskSeconds += Math.max(running + pending.reduce((all, { tasks }) => all + tasks, 0), 0) * tickSeconds;

    const fleetBytes = running * taskBytesPerSecond * tickSeconds;
    const writerBytes = input.openSearchBytesPerSecond * (trace.openSearch?.(now) ?? 1) * tickSeconds;
    let budget = Math.min(fleetBytes, writerBytes);
    const wanted = waiting * objectBytes + giants.reduce((all, { left }) => all + left, 0);
    const throttled = wanted > writerBytes && fleetBytes > writerBytes;
    sum.throttled ||= throttled;
    // An object is read by one task, however many idle.
    for (const giant of giants.slice(0, running)) {
      const bytes = Math.min(giant.left, budget, taskBytesPerSecond * tickSeconds);
      giant.left -= bytes;
      budget -= bytes;
      sum.bytes += bytes;
      if (giant.left <= 0) finish(now, giant.arrivedSeconds, 1);
    }
    for (let i = giants.length - 1; i >= 0; i--) if (giants[i]!.left <= 0) giants.splice(i, 1);
    let done = budget / objectBytes;
    while (done > 1e-9 && queue[0] !== undefined) {
      const part = Math.min(done, queue[0].messages);
      finish(now, queue[0].arrivedSeconds, part);
      sum.bytes += part * objectBytes;
      queue[0].messages -= part;
      waiting -= part;
      done -= part;
      if (queue[0].messages <= 1e-9) queue.shift();
    }
    sum.fleetBytes += fleetBytes;
    const inWork = Math.min(waiting, running * assumptions.messagesInFlightPerTask);
    sum.visible += (waiting - inWork) / ticksPerMinute;
    sum.working = inWork + giants.length;

    if ((tick + 1) % ticksPerMinute !== 0) continue;
    seen.push({
      visible: Math.round(sum.visible),
      working: Math.round(sum.working),
      deleted: sum.deleted > 0 ? sum.deleted : null,
      throttled: running === 0 ? null : sum.throttled ? 1 : 0,
      away: running === 0 ? null : 0,
      cpu: sum.fleetBytes === 0 ? null : (100 * sum.bytes) / sum.fleetBytes,
    });
    const late = seen[seen.length - 1 - Math.round(assumptions.metricDelaySeconds / 60)];
    if (late !== undefined) {
      const before = scaler.desired;
      scaler.minute(now, late);
      if (scaler.desired > before)
        pending.push({ readySeconds: now + assumptions.taskStartSeconds, tasks: scaler.desired - before });
      else if (scaler.desired < before) pending.length = 0;
    }
    const oldest = queue[0] === undefined ? 0 : now - queue[0].arrivedSeconds;
    minutes.push({
      seconds: now,
      tasks: running,
      desired: scaler.desired,
      delaySeconds: sum.deleted > 0 ? sum.delay / sum.deleted : oldest,
      waitingMessages: waiting,
      throttled: sum.throttled,
    });
    sum = newMinute();
  }
  return { minutes, delays, taskSeconds, left: Math.round(waiting) + giants.length };

  function finish(now: number, arrivedSeconds: number, messages: number): void {
    // No object is done in less time than its bytes take on one task.
    const seconds = now - arrivedSeconds + tickSeconds / 2 + objectBytes / taskBytesPerSecond;
    delays.push({ seconds, messages });
    sum.deleted += messages;
    sum.delay += seconds * messages;
  }
}

function newMinute() {
  return { visible: 0, working: 0, deleted: 0, bytes: 0, fleetBytes: 0, delay: 0, throttled: false };
}
