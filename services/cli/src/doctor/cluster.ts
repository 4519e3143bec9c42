import type { Client } from '@opensearch-project/opensearch';
import type { FullPlan } from '@siem/bootstrap';
import { errorText, type Finding, Report } from './finding.ts';

const warningDiskPercent = 75;
/** Behind OpenSearch's high watermark no shard is put there, behind the flood stage indexes become read-only. */
const highDiskPercent = 90;
const fieldShare = 0.8;
const shardShare = 0.8;
const defaultFieldLimit = 1000;
const defaultShardsPerNode = 1000;

/** Indexes that hold logs, and our own. */
const ourIndexes = 'log-*,metrics-*,siem-*';

/** Whether OpenSearch answers, has room, takes writes, and is as bootstrap declares. */
export async function checkCluster(client: Client, plan: () => Promise<FullPlan>): Promise<Finding[]> {
  const report = new Report('opensearch');
  try {
    const { body } = await client.info();
    const { version } = body as { version?: { number?: string; distribution?: string } };
    report.ok('version', `${version?.distribution ?? 'serverless'} ${version?.number ?? ''}`.trim());
  } catch (error) {
    const advice = 'Check OPENSEARCH_URL, the network and security group, and the credentials.';
    report.failed('reachable', errorText(error), advice);
    return report.findings;
  }
  await guarded('health', report, () => checkHealth(client, report));
  await guarded('disks', report, () => checkDisks(client, report));
  await guarded('blocks', report, () => checkBlocks(client, report));
  await guarded('fields', report, () => checkFieldCounts(client, report));
  await guarded('bootstrap', report, async () => checkPlan(await plan(), report));
  return report.findings;
}

/** A check that may not be made, as by a role without the right, is no reason to leave the others out. */
async function guarded(check: string, report: Report, look: () => Promise<void>): Promise<void> {
  try {
    await look();
  } catch (error) {
    report.warning(check, `cannot be checked: ${errorText(error)}`, 'Allow the cluster and index monitor privileges.');
  }
}

async function checkHealth(client: Client, report: Report): Promise<void> {
  const { body } = await client.cluster.health();
  const { status, number_of_data_nodes: nodes, active_shards: shards, unassigned_shards: unassigned } = body;
  const found = `${status}, ${nodes} data nodes, ${shards} shards, ${unassigned} not assigned`;
  if (status === 'red') {
    const advice = 'Shards are missing: GET _cluster/allocation/explain. Workers wait while indexes do not answer.';
    report.failed('health', found, advice);
  } else if (status === 'yellow' && nodes > 1) {
    report.warning('health', found, 'Replicas are missing: GET _cluster/allocation/explain.');
  } else report.ok('health', found);
  const { body: settings } = await client.cluster.getSettings({ flat_settings: true });
  const limit = Number(settingOf(settings as Settings, 'cluster.max_shards_per_node') ?? defaultShardsPerNode);
  if (nodes > 0 && shards / nodes > limit * shardShare) {
    const advice = 'Fewer or longer rotations (SIEM_INDEX_ROTATION), fewer shards an index, or more nodes.';
    report.warning('shards', `${Math.round(shards / nodes)} of ${limit} shards a node`, advice);
  }
}

type Settings = Record<'persistent' | 'transient', Record<string, unknown> | undefined>;

function settingOf({ persistent, transient }: Settings, name: string): unknown {
  return transient?.[name] ?? persistent?.[name];
}

async function checkDisks(client: Client, report: Report): Promise<void> {
  const { body } = await client.cat.allocation({ format: 'json', h: ['node', 'disk.percent'] });
  const disks = (body as unknown as Record<string, string | null>[]).filter((row) => row['disk.percent'] != null);
  const fullest = disks.sort((a, b) => Number(b['disk.percent']) - Number(a['disk.percent']))[0];
  if (fullest === undefined) return;
  const percent = Number(fullest['disk.percent']);
  const found = `${percent}% used on the fullest node`;
  const advice = 'Shorten retention (docs/retention.md), move indexes to UltraWarm, or add storage.';
  if (percent >= highDiskPercent) report.failed('disks', found, `${advice} At 95% indexes become read-only.`);
  else if (percent >= warningDiskPercent) report.warning('disks', found, advice);
  else report.ok('disks', found);
}

async function checkBlocks(client: Client, report: Report): Promise<void> {
  const { body } = await client.indices.getSettings({ index: ourIndexes, name: 'index.blocks.*', flat_settings: true });
  const blocked = Object.entries(body as Record<string, { settings?: Record<string, unknown> }>).filter(
    ([, { settings = {} }]) =>
      ['read_only', 'read_only_allow_delete', 'write'].some(
        (block) => String(settings[`index.blocks.${block}`]) === 'true',
      ),
  );
  if (blocked.length === 0) {
    report.ok('blocks', 'no index is read-only');
    return;
  }
  const isFlooded = blocked.some(
    ([, { settings = {} }]) => String(settings['index.blocks.read_only_allow_delete']) === 'true',
  );
  const names = blocked.map(([name]) => name);
  const found = `read-only: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;
  if (isFlooded)
    report.failed('blocks', found, 'A disk passed the flood stage: make room, then the block goes by itself.');
  else report.warning('blocks', found, 'Late events of these go to siblings with _01 behind the name.');
}

async function checkFieldCounts(client: Client, report: Report): Promise<void> {
  const [{ body: mappings }, { body: limits }] = await Promise.all([
    client.indices.getMapping({ index: ourIndexes }),
    client.indices.getSettings({ index: ourIndexes, name: 'index.mapping.total_fields.limit', flat_settings: true }),
  ]);
  const near: string[] = [];
  for (const [index, { mappings: mapping }] of Object.entries(mappings as Record<string, { mappings: Mapping }>)) {
    const settings = (limits as Record<string, { settings?: Record<string, unknown> }>)[index]?.settings;
    const limit = Number(settings?.['index.mapping.total_fields.limit'] ?? defaultFieldLimit);
    const count = countFields(mapping);
    if (count > limit * fieldShare) near.push(`${index} ${count} of ${limit}`);
  }
  if (near.length === 0) report.ok('fields', 'every index is far from its limit of fields');
  else {
    const advice = 'Documents with new fields will be stored in safe form. Map what is unbounded as flat_object.';
    report.warning('fields', near.slice(0, 3).join(', '), advice);
  }
}

interface Mapping {
  properties?: Record<string, Mapping>;
  fields?: Record<string, Mapping>;
}

/** As OpenSearch counts against `index.mapping.total_fields.limit`: objects and multi-fields too. */
export function countFields({ properties = {}, fields = {} }: Mapping): number {
  return [...Object.values(properties), ...Object.values(fields)].reduce(
    (sum, field) => sum + 1 + countFields(field),
    0,
  );
}

function checkPlan({ objects, unavailable, indexConflicts }: FullPlan, report: Report): void {
  const open = objects.filter(({ action }) => action === 'create' || action === 'change' || action === 'remove');
  if (open.length === 0) report.ok('bootstrap', `${objects.length} objects are as declared`);
  else {
    const advice = '`siem bootstrap plan` shows what differs, `siem bootstrap apply` mends it.';
    report.warning('bootstrap', `${open.length} of ${objects.length} objects are not as declared`, advice);
  }
  if (indexConflicts.length > 0) {
    const advice = '`siem bootstrap plan` says which, and how to reindex.';
    report.warning('index types', `${indexConflicts.length} indexes have other types than their template`, advice);
  }
  for (const { kind, reason } of unavailable)
    report.warning('plugin', `${kind}: ${reason}`, 'Objects of that kind are left out.');
}
