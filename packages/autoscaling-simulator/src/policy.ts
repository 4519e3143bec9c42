import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One target of the fleet: CloudWatch's number, and what it should be. */
export interface TargetTracking {
  readonly name: string;
  readonly target: number;
  readonly scaleOutCooldownSeconds: number;
  readonly scaleInCooldownSeconds: number;
  /** Metric math by id, the result last; empty for the processor use that ECS itself measures. */
  readonly expressions: readonly { readonly id: string; readonly expression: string }[];
}

/** What Terraform says about scaling. */
export interface ScalingPolicy {
  readonly minTasks: number;
  readonly maxTasks: number;
  readonly targets: readonly TargetTracking[];
}

/** @throws Error naming what the plan lacks */
export function readTerraformPolicy(showJson: string): ScalingPolicy {
  const { planned_values: planned, values } = JSON.parse(showJson) as Record<string, { root_module: TerraformModule }>;
  const root = planned ?? values;
  if (root === undefined) throw new Error('this is no output of `terraform show -json`: planned_values is missing');
  const resources = [...resourcesOf(root.root_module)];
  const target = resources.find(({ type }) => type === 'aws_appautoscaling_target')?.values;
  if (target === undefined) throw new Error('the plan has no aws_appautoscaling_target; it must contain module worker');
  const targets = resources
    .filter(
      ({ type, values }) => type === 'aws_appautoscaling_policy' && values['policy_type'] === 'TargetTrackingScaling',
    )
    .map(({ values }) => targetOf(values as unknown as PolicyValues));
  return { minTasks: Number(target['min_capacity']), maxTasks: Number(target['max_capacity']), targets };
}

interface TerraformModule {
  readonly resources?: readonly { readonly type: string; readonly values: Record<string, unknown> }[];
  readonly child_modules?: readonly TerraformModule[];
}

interface PolicyValues {
  readonly name: string;
  readonly target_tracking_scaling_policy_configuration: readonly {
    readonly target_value: number;
    readonly scale_out_cooldown: number;
    readonly scale_in_cooldown: number;
    readonly customized_metric_specification: readonly {
      readonly metrics: readonly { readonly id: string; readonly expression: string; readonly return_data: boolean }[];
    }[];
  }[];
}

function* resourcesOf(module: TerraformModule): Generator<NonNullable<TerraformModule['resources']>[number]> {
  yield* module.resources ?? [];
  for (const child of module.child_modules ?? []) yield* resourcesOf(child);
}

function targetOf({ name, target_tracking_scaling_policy_configuration: [tracking] }: PolicyValues): TargetTracking {
  const metrics = tracking?.customized_metric_specification[0]?.metrics ?? [];
  const expressions = metrics.filter(({ expression }) => expression);
  return {
    name,
    target: tracking!.target_value,
    scaleOutCooldownSeconds: tracking!.scale_out_cooldown,
    scaleInCooldownSeconds: tracking!.scale_in_cooldown,
    expressions: expressions
      .toSorted((a, b) => Number(a.return_data) - Number(b.return_data))
      .map(({ id, expression }) => ({ id, expression })),
  };
}

/**
 * The policy of the module with its defaults, read from its files; the proof that Terraform makes the same of them is the
 * quick start's test.
 */
export function readModuleDefaults(moduleFolder: string): ScalingPolicy {
  const variables = readFileSync(join(moduleFolder, 'variables-scaling.tf'), 'utf8');
  const scaling = readFileSync(join(moduleFolder, 'scaling.tf'), 'utf8');
  const variable = (name: string) => {
    const value = new RegExp(`variable "${name}" \\{[^}]*?\\n  default +=\\s*(-?[\\d.]+)`).exec(variables)?.[1];
    if (value === undefined) throw new Error(`variables-scaling.tf has no number as default of ${name}`);
    return Number(value);
  };
  const local = (name: string) => {
    const text = new RegExp(`\\n  ${name} += "(.*)"\\n`).exec(scaling)?.[1];
    if (text === undefined) throw new Error(`scaling.tf has no text ${name}`);
    return text.replace(/\$\{var\.(\w+)\}/g, (_, of: string) => String(variable(of)));
  };
  const cooldowns = {
    scaleOutCooldownSeconds: variable('scale_out_cooldown_seconds'),
    scaleInCooldownSeconds: variable('scale_in_cooldown_seconds'),
  };
  return {
    minTasks: variable('min_tasks'),
    maxTasks: variable('max_tasks'),
    targets: [
      {
        name: 'backlog-time',
        target: variable('backlog_target_seconds'),
        ...cooldowns,
        expressions: [
          { id: 'backlog', expression: local('backlog_seconds') },
          { id: 'held', expression: local('held_backlog') },
        ],
      },
      { name: 'cpu', target: variable('cpu_target_percent'), ...cooldowns, expressions: [] },
    ],
  };
}
