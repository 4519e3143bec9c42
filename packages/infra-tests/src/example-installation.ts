import { dirname, join } from 'node:path';
import type { Installation } from '@siem/autoscaling-simulator';
import { expressionText, type HclFiles, readHcl } from './hcl.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * The installation that an example's main.tf describes with the defaults of its variables.
 * @throws Error when main.tf has no module siem
 */
export function readInstallation(example: string): Installation {
  const files = readHcl(example);
  const siem = files['module']?.['siem']?.[0];
  if (siem === undefined) throw new Error(`${example} has no module siem`);
  const defaults = new OptionalDefaults(join(dirname(dirname(example)), 'modules', 'siem'));
  const given = (name: string) => valuesOf(siem[name]);
  const value = <T>(name: string, key: string): T => resolve(files, given(name)[key] ?? defaults.of(name, key)) as T;
  const nodes = (name: string) => {
    const values = given('opensearch')[name];
    if (values === undefined && name !== 'data_nodes') return undefined;
    const of = (key: string) => valuesOf(values)[key] ?? defaults.of('opensearch', key, name);
    return { type: String(of('instance_type')), count: Number(of('count')), volumeGib: Number(of('volume_gib')) };
  };

  const kind = given('opensearch')['kind'] ?? 'domain';
  const [dataNodes, masters, warmNodes] = ['data_nodes', 'dedicated_masters', 'ultrawarm'].map(nodes);
  return {
    ...(kind !== 'serverless' && kind !== 'existing' && dataNodes && { dataNodes }),
    ...(masters && { masters }),
    ...(warmNodes && { warmNodes }),
    ...(kind === 'serverless' && {
      collection: {
        standby: value<boolean>('opensearch', 'standby_replicas'),
        retentionDays: value<number>('opensearch', 'retention_days'),
      },
    }),
    task: {
      vcpuPerTask: value<number>('worker', 'cpu') / 1024,
      gibPerTask: value<number>('worker', 'memory_mib') / 1024,
      architecture: 'ARM64',
      spotPercent: value('worker', 'spot_percent'),
      min: value('worker', 'min_tasks'),
      hasPublicAddress: expressionText(siem['tasks_in'] ?? 'private').includes('public'),
    },
    endpoints:
      value<readonly string[]>('network', 'interface_endpoints').length * value<number>('network', 'zone_count'),
    kmsKeys: siem['queue_encryption'] === 'sqs' ? 1 : 2,
  };
}

/** The values of an object; of an expression, those of an object in it: the first branch of a condition, say. */
function valuesOf(value: unknown): Values {
  if (typeof value === 'object' && value !== null) return value as Values;
  const pairs = String(value ?? '').matchAll(/(\w+) *= *(\[\]|true|false|\d+)/g);
  return Object.fromEntries([...pairs].map(([, key, text]) => [key, JSON.parse(text!)]));
}

/** What a variable of the example is when nobody sets it. */
function resolve(files: HclFiles, value: unknown): unknown {
  const name = typeof value === 'string' ? /^\$\{var\.(\w+)\}$/.exec(value)?.[1] : undefined;
  return name === undefined ? value : files['variable']?.[name]?.[0]?.['default'];
}

/** Second arguments of `optional()` in the types of a module's variables. */
class OptionalDefaults {
  readonly #files: HclFiles;

  constructor(folder: string) {
    this.#files = readHcl(folder);
  }

  of(variable: string, key: string, group?: string): unknown {
    const type = expressionText(this.#files['variable']?.[variable]?.[0]?.['type']);
    const part = group === undefined ? type : type.slice(type.indexOf(`${group} `));
    const text = new RegExp(`\\b${key} *= *optional\\([a-z]+(?:\\([a-z]+\\))?, (.+)\\)`).exec(part)?.[1];
    return text === undefined ? undefined : JSON.parse(text);
  }
}
