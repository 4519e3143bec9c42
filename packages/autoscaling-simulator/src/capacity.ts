import { type Assumptions, assumptions } from './assumptions.ts';
import prices from './prices.json' with { type: 'json' };

const GiB = 2 ** 30;
const MiB = 2 ** 20;

export interface CapacityInput {
  /** Uncompressed logs a day (GB, 10^9 bytes). */
  readonly gbPerDay: number;
  /** Days on data nodes, with a replica. @defaultvalue 7 */
  readonly hotDays?: number;
  /** Further days on UltraWarm, one copy. @defaultvalue 23 */
  readonly warmDays?: number;
  /** Further days in cold storage. @defaultvalue 335 */
  readonly coldDays?: number;
  /** Bytes of an index to those of its logs; flow logs take about 4, CloudTrail 1.1. @defaultvalue 1.6 */
  readonly indexBytesPerLogByte?: number;
  readonly vcpuPerTask?: number;
  readonly gibPerTask?: number;
  readonly architecture?: 'ARM64' | 'X86_64';
  readonly spotPercent?: number;
  readonly assumptions?: Assumptions;
}

export interface NodeGroup {
  readonly type: string;
  readonly count: number;
}

export interface Capacity {
  readonly meanBytesPerSecond: number;
  readonly peakBytesPerSecond: number;
  readonly tasks: { readonly min: number; readonly mean: number; readonly max: number };
  readonly dataNodes: NodeGroup & { readonly volumeGib: number; readonly zones: number };
  readonly masters: NodeGroup | undefined;
  readonly warmNodes: NodeGroup | undefined;
  /** What the data nodes can take. */
  readonly openSearchBytesPerSecond: number;
  readonly shards: { readonly primariesPerDay: number; readonly hot: number; readonly gibEach: number };
  readonly storage: {
    readonly hotGib: number;
    readonly warmGib: number;
    readonly coldGib: number;
    readonly s3Gib: number;
  };
  /** USD a month by item; `total` is their sum. */
  readonly cost: Readonly<Record<string, number>> & { readonly total: number };
}

/** Processor use that scaling aims at; variables-scaling.tf says the same. */
const cpuTarget = 0.65;
/** A volume is full when OpenSearch stops, not at its last byte. */
const usableVolume = 0.75;
const maxShardGib = 40;
/** What the service allows in one domain, as data_nodes.count of module opensearch says too. */
const maxDataNodes = 400;
/** Objects stay gzipped in S3. */
const s3BytesPerLogByte = 0.12;
const s3Days = 365;

type DataNode = (typeof prices.openSearch.nodes)['r7g.large.search'] & { readonly maxVolumeGib: number };

/**
 * Sizes an installation: enough tasks and nodes for the busiest minutes, enough storage for the days asked for.
 * @throws RangeError naming the number that makes no sense
 */
export function planCapacity(input: CapacityInput): Capacity {
  const {
    gbPerDay,
    hotDays = 7,
    warmDays = 23,
    coldDays = 335,
    indexBytesPerLogByte = 1.6,
    vcpuPerTask = 2,
    gibPerTask = 4,
    architecture = 'ARM64',
    spotPercent = 0,
    assumptions: model = assumptions,
  } = input;
  if (!(gbPerDay > 0 && gbPerDay <= 1_000_000))
    throw new RangeError(`gbPerDay is ${gbPerDay}; it must be above 0 and at most 1000000`);
  if (!(hotDays >= 1)) throw new RangeError(`hotDays is ${hotDays}; it must be 1 or more`);

  const meanBytesPerSecond = (gbPerDay * 1e9) / 86_400;
  const peakBytesPerSecond = meanBytesPerSecond * model.peakToMean;
  const taskBytesPerSecond = model.workerBytesPerSecondPerVcpu * vcpuPerTask;

  const indexGibPerDay = (gbPerDay * 1e9 * indexBytesPerLogByte) / GiB;
  const hotGib = indexGibPerDay * hotDays * 2;
  const dataNodes = chooseDataNodes(hotGib / usableVolume, peakBytesPerSecond / model.openSearchBytesPerSecondPerVcpu);
  const openSearchBytesPerSecond =
    dataNodes.count * nodeOf(dataNodes.type).vcpu * model.openSearchBytesPerSecondPerVcpu;
  // More tasks than OpenSearch can answer would only wait; two of them are for objects in work while a task stops.
  const max = Math.max(4, Math.ceil(openSearchBytesPerSecond / taskBytesPerSecond) + 2);
  const mean = meanTasks(gbPerDay, vcpuPerTask, model);
  const tasks = { min: Math.max(1, Math.floor(mean * 0.5)), mean: Math.max(1, mean), max };

  const needsTiers = gbPerDay >= 20;
  const warmGib = needsTiers ? indexGibPerDay * warmDays : 0;
  const coldGib = needsTiers ? indexGibPerDay * coldDays : 0;
  const warmNodes = warmGib > 0 ? chooseWarmNodes(warmGib) : undefined;
  const masters = dataNodes.count > 3 || warmNodes !== undefined ? chooseMasters(dataNodes.count) : undefined;
  const primariesPerDay = Math.max(1, Math.ceil(indexGibPerDay / maxShardGib));
  const s3Gib = s3GibOf(gbPerDay);

  const hours = prices.hoursPerMonth;
  const { openSearch } = prices;
  const items = {
    tasks: tasks.mean * taskMonth({ vcpuPerTask, gibPerTask, architecture, spotPercent }),
    'data nodes': dataNodes.count * nodeOf(dataNodes.type).hour * hours,
    'data node storage': dataNodes.count * dataNodes.volumeGib * openSearch.gp3GibMonth,
    'master nodes': masters === undefined ? 0 : masters.count * nodeOf(masters.type).hour * hours,
    'UltraWarm nodes': warmNodes === undefined ? 0 : warmNodes.count * nodeOf(warmNodes.type).hour * hours,
    'UltraWarm and cold storage': (warmGib + coldGib) * openSearch.managedStorageGibMonth,
    ...usageCost(gbPerDay, tasks.mean, model),
  };
  const total = Object.values(items).reduce((sum, amount) => sum + amount, 0);
  return {
    meanBytesPerSecond,
    peakBytesPerSecond,
    tasks,
    dataNodes,
    masters,
    warmNodes,
    openSearchBytesPerSecond,
    shards: { primariesPerDay, hot: primariesPerDay * 2 * hotDays, gibEach: indexGibPerDay / primariesPerDay },
    storage: { hotGib, warmGib, coldGib, s3Gib },
    cost: { ...items, total },
  };
}

export const priceList = prices;

export interface TaskShape {
  readonly vcpuPerTask: number;
  readonly gibPerTask: number;
  readonly architecture: 'ARM64' | 'X86_64';
  readonly spotPercent: number;
}

/** USD a month of one task that never sleeps. */
export function taskMonth({ vcpuPerTask, gibPerTask, architecture, spotPercent }: TaskShape): number {
  const { fargate, hoursPerMonth } = prices;
  const hour = fargate[architecture].vcpuHour * vcpuPerTask + fargate[architecture].gibHour * gibPerTask;
  return hour * hoursPerMonth * (1 - (spotPercent / 100) * (1 - fargate.spotShareOfPrice));
}

/** Tasks that a volume keeps at work on average; a part of one where they sleep in between. */
export function meanTasks(gbPerDay: number, vcpuPerTask: number, model: Assumptions = assumptions): number {
  return (gbPerDay * 1e9) / 86_400 / (model.workerBytesPerSecondPerVcpu * vcpuPerTask * cpuTarget);
}

/** USD a month by item of what is paid by use, whatever OpenSearch is. */
export function usageCost(gbPerDay: number, tasks: number, model: Assumptions = assumptions): Record<string, number> {
  const objectsPerMonth = (gbPerDay * 1e9 * 30.4) / model.objectBytes;
  const { s3, cloudWatch } = prices;
  return {
    'S3, a year of logs':
      s3GibOf(gbPerDay) * s3.standardGibMonth + (objectsPerMonth / 1000) * (s3.getPerThousand + s3.putPerThousand),
    // A message is sent, received and deleted; deletes go ten at once.
    SQS: ((objectsPerMonth * 2.1) / 1e6) * prices.sqsPerMillion,
    'CloudWatch metrics, alarms and logs':
      120 * cloudWatch.metricMonth + 12 * cloudWatch.alarmMonth + tasks * cloudWatch.logGib,
  };
}

function s3GibOf(gbPerDay: number): number {
  return (gbPerDay * 1e9 * s3BytesPerLogByte * s3Days) / GiB;
}

function nodeOf(type: string): DataNode {
  return prices.openSearch.nodes[type as 'r7g.large.search'];
}

/** The cheapest group that has the processors and the storage. */
function chooseDataNodes(volumeGib: number, vcpu: number): Capacity['dataNodes'] {
  const candidates = Object.entries(prices.openSearch.nodes)
    .filter(([, node]) => 'maxVolumeGib' in node)
    .map(([type, node]) => {
      const { maxVolumeGib, vcpu: nodeVcpu, hour } = node as DataNode;
      const needed = Math.max(Math.ceil(volumeGib / maxVolumeGib), Math.ceil(vcpu / nodeVcpu));
      // A burstable node is for trying; it has neither replicas nor credits for a whole day.
      const isSmall = type.startsWith('t3.');
      if (isSmall && needed > 1) return undefined;
      const zones = isSmall ? 1 : needed > 6 ? 3 : 2;
      const count = isSmall ? 1 : Math.ceil(Math.max(needed, 2) / zones) * zones;
      const perNodeGib = Math.max(20, Math.ceil(volumeGib / count / 10) * 10);
      const month = count * (hour * prices.hoursPerMonth + perNodeGib * prices.openSearch.gp3GibMonth);
      return count > maxDataNodes ? undefined : { type, count, zones, volumeGib: perNodeGib, month };
    })
    .filter((candidate) => candidate !== undefined)
    .sort((a, b) => a.month - b.month);
  const [cheapest] = candidates;
  if (cheapest === undefined)
    throw new RangeError(
      `no single domain has ${Math.ceil(volumeGib)} GiB and ${Math.ceil(vcpu)} vCPU in ${maxDataNodes} data nodes; keep fewer hot days or split the logs over domains`,
    );
  const { month: _, ...group } = cheapest;
  return group;
}

function chooseWarmNodes(gib: number): NodeGroup {
  const { 'ultrawarm1.medium.search': medium, 'ultrawarm1.large.search': large } = prices.openSearch.nodes;
  const mediums = Math.max(2, Math.ceil(gib / medium.managedGib));
  if (mediums * medium.hour <= Math.max(2, Math.ceil(gib / large.managedGib)) * large.hour)
    return { type: 'ultrawarm1.medium.search', count: mediums };
  return { type: 'ultrawarm1.large.search', count: Math.max(2, Math.ceil(gib / large.managedGib)) };
}

function chooseMasters(dataNodes: number): NodeGroup {
  const type = dataNodes <= 10 ? 'm7g.large.search' : dataNodes <= 30 ? 'm7g.xlarge.search' : 'm7g.2xlarge.search';
  return { type, count: 3 };
}

/** For people: `12.3 MiB/s`. */
export function rateText(bytesPerSecond: number): string {
  return `${(bytesPerSecond / MiB).toLocaleString('en-US', { maximumFractionDigits: 1 })} MiB/s`;
}
