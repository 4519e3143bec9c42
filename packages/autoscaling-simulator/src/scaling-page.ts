import { stripVTControlCharacters } from 'node:util';
import { assumptions } from './assumptions.ts';
import type { ScalingPolicy } from './policy.ts';
import type { Scenario } from './scenarios.ts';
import { scenarioTable } from './tables.ts';
import { traces } from './traces.ts';

const MiB = 2 ** 20;

/** docs/scaling.md: how the fleet follows its queue, shown by the simulator with the defaults of module worker. */
export function scalingPage(policy: ScalingPolicy, scenarios: readonly Scenario[]): string {
  const targets = policy.targets.map(
    ({ name, target, scaleOutCooldownSeconds, scaleInCooldownSeconds }) =>
      `| ${name} | ${target} | ${scaleOutCooldownSeconds} s | ${scaleInCooldownSeconds} s |`,
  );
  const { workerBytesPerSecondPerVcpu, openSearchBytesPerSecondPerVcpu } = assumptions;
  return `# Scaling

<!-- Written by packages/autoscaling-simulator/scripts/scaling-page.ts. -->

The fleet follows backlog **time**: how long the queue's messages would keep the running tasks busy, by what a task has
finished lately. A count of messages says nothing by itself, since one message may be a kilobyte or ten gigabytes. The
processor use of the tasks is the second target, for objects so large that few messages hold many bytes. While OpenSearch
throttles, tasks wait, their processors rest, and no task is added: more of them would only wait too.

| target | value | rest after adding | rest after removing |
|---|---|---|---|
${targets.join('\n')}

## What comes of it

\`npm run simulate\` replays arrivals against these numbers, read from module \`worker\` or from a plan of yours
(\`terraform show -json PLAN > plan.json; npm run simulate -- --plan plan.json\`). The fleet's bounds are those that
\`siem capacity\` gives for the volume.

\`\`\`
${stripVTControlCharacters(scenarioTable(scenarios)).replaceAll(/ +$/gm, '')}
\`\`\`

${traces.map(({ name, description }) => `- **${name}**: ${description}`).join('\n')}

![Tasks and delay over time](scaling.svg)

How to read it: after a burst of fifty times the load, and after a day's outage, OpenSearch is the bound: the fleet grows
until it is throttled, works the queue off and shrinks again, without a single turn to and fro that is not the load's own.
\`turns/day\` counts changes of direction; a daily wave has two. While OpenSearch is slowed, no task is added; what waited
is worked off as soon as it is well again.

## What the model takes for granted

A vCPU of a worker takes ${workerBytesPerSecondPerVcpu / MiB} MiB/s of uncompressed logs, one of a data node ${openSearchBytesPerSecondPerVcpu / MiB} MiB/s with one replica. Both are well
below what \`npm run bench\` measures for a thread and for a local OpenSearch, because tasks also receive, decompress and
wait. A task is at work ${assumptions.taskStartSeconds} s after it is wished for, and CloudWatch's numbers are ${assumptions.metricDelaySeconds} s old. Prices and sizes of nodes are in
\`packages/autoscaling-simulator/src/prices.json\`, with their date. Nothing in the simulation is random.
`;
}
