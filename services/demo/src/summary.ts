import type { Client } from '@opensearch-project/opensearch';
import pc from 'picocolors';
import type { Progress } from './progress.ts';
import { tableText } from './table.ts';
import type { Uploaded } from './upload.ts';

const number = new Intl.NumberFormat('en');

/** What arrived, and the answers that the logs give. */
export async function printSummary(client: Client, uploaded: Uploaded, progress: Progress): Promise<void> {
  printLedger(uploaded, progress);
  await printIndexes(client);
  await printConsoleLogins(client);
  await printTopTalkers(client);
}

function printLedger(uploaded: Uploaded, { seconds, records }: Progress): void {
  console.log(`\n${pc.bold('Ledger')} ${pc.dim('read = indexed + duplicate + excluded + dead-lettered')}`);
  const rows: string[][] = [];
  let total = 0;
  for (const [type, states] of [...records].sort()) {
    const counts = ['indexed', 'duplicate', 'excluded', 'dead_lettered'].map((state) => states.get(state) ?? 0);
    total += counts.reduce((a, b) => a + b, 0);
    rows.push([type, ...counts.map((count) => number.format(count))]);
  }
  console.log(tableText(['log type', 'indexed#', 'duplicate#', 'excluded#', 'dead-lettered#'], rows));
  const verdict = total === uploaded.records ? pc.green('balances') : pc.red('does not balance');
  console.log(
    `  ${number.format(uploaded.records)} records uploaded, ${number.format(total)} in a final state: ${verdict}`,
  );
  const mib = uploaded.rawBytes / 1024 / 1024;
  console.log(
    `  ${number.format(Math.round(total / seconds))} records/s, ${(mib / seconds).toFixed(1)} MiB/s of logs, ${seconds.toFixed(1)} s with OpenSearch on the same machine`,
  );
}

async function printIndexes(client: Client): Promise<void> {
  console.log(`\n${pc.bold('Indexes')}`);
  const { body } = await client.cat.indices({ index: 'log-*', format: 'json', bytes: 'b', s: ['index'] });
  const rows: string[][] = [];
  for (const row of body as Record<string, string>[]) {
    rows.push([
      row['index']!,
      number.format(Number(row['docs.count'])),
      `${(Number(row['store.size']) / 1024 / 1024).toFixed(1)} MiB`,
    ]);
  }
  console.log(tableText(['index', 'documents#', 'size#'], rows));
}

async function printConsoleLogins(client: Client): Promise<void> {
  const query = 'eventName:ConsoleLogin AND responseElements.ConsoleLogin:Failure';
  console.log(`\n${pc.bold('Search')} ${pc.cyan(query)}`);
  const failures = await loginCounts(client, query);
  const rows = failures.slice(0, 5).map((row) => [...row.key, number.format(row.count)]);
  console.log(tableText(['user', 'source.ip', 'country', 'network', 'failures#'], rows));
  const victim = failures[0]?.key[0];
  if (victim === undefined) return;
  const successes = await loginCounts(
    client,
    `eventName:ConsoleLogin AND responseElements.ConsoleLogin:Success AND user.name:${victim}`,
  );
  const known = failures[0]!.key[2];
  for (const { key } of successes) {
    if (key[1]?.startsWith('192.0.2.') === true) continue;
    console.log(
      `  ${pc.red('!')} After ${failures[0]!.count} failures from ${known}, ${pc.bold(key[0]!)} logged in from ${pc.bold(key[2]!)} (${key[1]}, ${key[3]}).`,
    );
  }
}

interface Counted {
  key: string[];
  count: number;
}

async function loginCounts(client: Client, query: string): Promise<Counted[]> {
  const fields = ['user.name', 'source.ip', 'source.geo.country_name', 'source.as.organization.name'];
  return count(client, 'log-aws-cloudtrail-*', query, fields);
}

/** Who appears in flows and in API calls: one field name in both logs makes it one question. */
async function printTopTalkers(client: Client): Promise<void> {
  console.log(
    `\n${pc.bold('Top talkers across VPC Flow Logs and CloudTrail')} ${pc.dim('terms on the one field source.ip')}`,
  );
  const groups = await count(client, 'log-aws-vpcflowlogs-*,log-aws-cloudtrail-*', '_exists_:source.geo.country_name', [
    'source.ip',
    'source.geo.country_name',
    '@log_type',
  ]);
  const byIp = new Map<string, { country: string; counts: Map<string, number> }>();
  for (const { key, count: documents } of groups) {
    const entry = byIp.get(key[0]!) ?? { country: key[1]!, counts: new Map() };
    entry.counts.set(key[2]!, documents);
    byIp.set(key[0]!, entry);
  }
  const rows: string[][] = [];
  const both = [...byIp]
    .filter(([, { counts }]) => counts.size > 1)
    .sort((a, b) => sum(b[1].counts) - sum(a[1].counts));
  for (const [ip, { country, counts }] of both.slice(0, 6)) {
    rows.push([
      ip,
      country,
      number.format(counts.get('vpcflowlogs') ?? 0),
      number.format(counts.get('cloudtrail') ?? 0),
    ]);
  }
  console.log(tableText(['source.ip', 'country', 'flows#', 'API calls#'], rows));
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((a, b) => a + b, 0);
}

async function count(client: Client, index: string, query: string, fields: readonly string[]): Promise<Counted[]> {
  const { body } = await client.search({
    index,
    body: {
      size: 0,
      query: { query_string: { query } },
      aggs: {
        groups: { multi_terms: { size: 2000, terms: fields.map(withMissing) } },
      },
    },
  });
  const buckets = (body.aggregations as Record<string, { buckets: { key: (string | number)[]; doc_count: number }[] }>)[
    'groups'
  ]!.buckets;
  return buckets.map(({ key, doc_count }) => ({ key: key.map(String), count: doc_count }));
}

/** Documents without the field count under `-`; an address field takes no such value. */
function withMissing(field: string): { field: string; missing?: never } {
  return field.endsWith('.ip') ? { field } : { field, missing: '-' as never };
}
