import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { scalingPageFile, volumesTb, workerModule } from '../scripts/scaling-page.ts';
import { planCapacity, readModuleDefaults, readTerraformPolicy, runScenarios, type Scenario } from '../src/index.ts';
import { scalingPage } from '../src/scaling-page.ts';

const policy = readModuleDefaults(workerModule);
let scenarios: Scenario[];
beforeAll(() => {
  scenarios = runScenarios(policy, volumesTb);
});

const of = (name: string) => scenarios.filter(({ trace }) => trace.name === name);

describe('the fleet with the defaults of module worker', () => {
  it('finishes everything in every trace', () => {
    expect(scenarios.filter(({ summary }) => summary.left > 0)).toEqual([]);
  });

  it('stands still under a steady load', () => {
    for (const { summary } of of('steady')) {
      expect(summary.fewestTasks).toBe(summary.mostTasks);
      expect(summary.turnsPerDay).toBe(0);
    }
  });

  it('follows the day without turning to and fro', () => {
    for (const { summary } of of('wave')) {
      expect(summary.mostTasks).toBeGreaterThan(summary.fewestTasks);
      expect(summary.turnsPerDay).toBeLessThanOrEqual(4);
      expect(summary.p99Seconds).toBeLessThan(300);
    }
  });

  it('grows after a burst up to what OpenSearch takes, and shrinks again', () => {
    for (const { simulation, summary, capacity } of of('burst')) {
      expect(summary.mostTasks).toBeLessThanOrEqual(Math.max(policy.maxTasks, capacity.tasks.max));
      expect(summary.mostTasks).toBeGreaterThan(2 * summary.fewestTasks);
      expect(simulation.minutes.at(-1)!.tasks).toBeLessThan(summary.mostTasks / 2);
    }
  });

  it('adds no tasks while OpenSearch is the one that is slow', () => {
    for (const { simulation } of of('slowed')) {
      const slow = simulation.minutes.filter(({ seconds }) => seconds > 2.1 * 3600 && seconds < 4 * 3600);
      expect(slow.every(({ throttled }) => throttled)).toBe(true);
      expect(Math.max(...slow.map(({ desired }) => desired))).toBeLessThanOrEqual(2 * slow[0]!.desired);
    }
  });
});

describe('docs/scaling.md', () => {
  it('says what the simulator says; `node packages/autoscaling-simulator/scripts/scaling-page.ts` writes it', () => {
    expect(readFileSync(scalingPageFile, 'utf8')).toBe(scalingPage(policy, scenarios));
  });
});

describe('a plan', () => {
  it('is refused when it has no scaling in it', () => {
    expect(() => readTerraformPolicy('{}')).toThrow('planned_values is missing');
    expect(() => readTerraformPolicy('{"planned_values":{"root_module":{}}}')).toThrow('aws_appautoscaling_target');
  });
});

describe('the capacity', () => {
  it.each([1, 30, 1_000, 30_000])('grows with the volume: %d GB a day and twice of it', (gbPerDay) => {
    const [one, two] = [planCapacity({ gbPerDay }), planCapacity({ gbPerDay: 2 * gbPerDay })];
    expect(two.cost.total).toBeGreaterThan(one.cost.total);
    expect(two.tasks.max).toBeGreaterThanOrEqual(one.tasks.max);
    expect(two.storage.hotGib).toBeCloseTo(2 * one.storage.hotGib);
    expect(one.shards.gibEach).toBeLessThanOrEqual(40);
  });

  it('adds up its costs', () => {
    const { total, ...items } = planCapacity({ gbPerDay: 500, spotPercent: 50 }).cost;
    expect(Object.values(items).reduce((sum, amount) => sum + amount, 0)).toBeCloseTo(total);
  });

  it.each([
    [{ gbPerDay: 0 }, 'gbPerDay is 0; it must be above 0'],
    [{ gbPerDay: 100, hotDays: 0 }, 'hotDays is 0; it must be 1 or more'],
    [{ gbPerDay: 900_000, hotDays: 400 }, 'no single domain has'],
  ])('says what makes no sense in %j', (input, message) => {
    expect(() => planCapacity(input)).toThrow(message);
  });
});
