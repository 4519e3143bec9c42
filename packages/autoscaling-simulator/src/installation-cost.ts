import { assumptions } from './assumptions.ts';
import { meanTasks, type NodeGroup, priceList, type TaskShape, taskMonth, usageCost } from './capacity.ts';

const GiB = 2 ** 30;
/** As planCapacity takes them. */
const indexBytesPerLogByte = 1.6;
const usableVolume = 0.75;

/** An installation as Terraform describes it; nodes that are paid elsewhere are left out. */
export interface Installation {
  readonly dataNodes?: NodeGroup & { readonly volumeGib: number };
  readonly masters?: NodeGroup;
  readonly warmNodes?: NodeGroup;
  readonly collection?: { readonly standby: boolean; readonly retentionDays: number };
  readonly task: TaskShape & { readonly min: number; readonly hasPublicAddress: boolean };
  /** Interface endpoints times zones. */
  readonly endpoints: number;
  readonly kmsKeys: number;
}

export interface InstallationCost {
  /** USD a month by item, without those that cost nothing. */
  readonly items: Readonly<Record<string, number>>;
  readonly total: number;
  /** Days of logs that the data nodes have room for; undefined without data nodes or logs. */
  readonly hotDays: number | undefined;
}

/** What an installation costs a month with a volume of uncompressed logs, which may be 0. */
export function installationCost(installation: Installation, gbPerDay: number): InstallationCost {
  const { dataNodes, masters, warmNodes, collection, task, endpoints, kmsKeys } = installation;
  const { openSearch, hoursPerMonth: hours, ...prices } = priceList;
  const tasks = Math.max(task.min, meanTasks(gbPerDay, task.vcpuPerTask));
  const nodes = (group: NodeGroup | undefined) => (group ? group.count * nodeHour(group.type) * hours : 0);
  const indexGibPerDay = (gbPerDay * 1e9 * indexBytesPerLogByte) / GiB;
  // UltraWarm's own storage is paid by what is in it.
  const warmGib = warmNodes ? Math.min(indexGibPerDay * 23, warmNodes.count * managedGib(warmNodes.type)) : 0;
  const all = {
    tasks: tasks * taskMonth(task),
    'data nodes': nodes(dataNodes),
    'data node storage': dataNodes ? dataNodes.count * dataNodes.volumeGib * openSearch.gp3GibMonth : 0,
    'master nodes': nodes(masters),
    'UltraWarm nodes': nodes(warmNodes),
    'UltraWarm storage': warmGib * openSearch.managedStorageGibMonth,
    ...(collection ? collectionCost(collection, gbPerDay, indexGibPerDay) : {}),
    ...usageCost(gbPerDay, tasks),
    'interface endpoints': endpoints * prices.interfaceEndpointHour * hours,
    'public addresses of tasks': task.hasPublicAddress ? tasks * prices.publicAddressHour * hours : 0,
    'KMS keys': kmsKeys * prices.kmsKeyMonth,
  };
  const items = Object.fromEntries(Object.entries(all).filter(([, amount]) => amount > 0));
  const total = Object.values(items).reduce((sum, amount) => sum + amount, 0);
  const room = dataNodes && dataNodes.count * dataNodes.volumeGib * usableVolume;
  const copies = dataNodes && dataNodes.count > 1 ? 2 : 1;
  return { items, total, hotDays: room && gbPerDay > 0 ? room / (indexGibPerDay * copies) : undefined };
}

function collectionCost(
  { standby, retentionDays }: NonNullable<Installation['collection']>,
  gbPerDay: number,
  indexGibPerDay: number,
): Record<string, number> {
  const { ocuHour, storageGibMonth, fewestOcus, fewestOcusWithStandby } = priceList.serverless;
  const copies = standby ? 2 : 1;
  const peak = ((gbPerDay * 1e9) / 86_400) * assumptions.peakToMean;
  // Half a unit at least for indexing and for searching, each with its standby.
  const indexing = Math.max(0.5, peak / assumptions.serverlessBytesPerSecondPerOcu) * copies;
  const ocus = Math.max(standby ? fewestOcusWithStandby : fewestOcus, indexing + 0.5 * copies);
  return {
    'OpenSearch Compute Units': ocus * ocuHour * priceList.hoursPerMonth,
    'collection storage': indexGibPerDay * retentionDays * storageGibMonth,
  };
}

function nodeHour(type: string): number {
  const node = priceList.openSearch.nodes[type as 'r7g.large.search'] as { readonly hour: number } | undefined;
  if (node === undefined) throw new RangeError(`the price list has no ${type}; it has ${known()}`);
  return node.hour;
}

function managedGib(type: string): number {
  return priceList.openSearch.nodes[type as 'ultrawarm1.medium.search'].managedGib;
}

function known(): string {
  return Object.keys(priceList.openSearch.nodes).join(', ');
}
