import { openBootstrap, printable } from '@siem/bootstrap';
import { renderDashboards } from '@siem/dashboards';
import { loadBuiltInLogTypes } from '@siem/log-types';
import Table from 'cli-table3';
import type { Command } from 'commander';
import pc from 'picocolors';
import { Connections } from '../connections.ts';
import { checkBuckets } from '../doctor/buckets.ts';
import { checkCluster } from '../doctor/cluster.ts';
import { checkData } from '../doctor/data.ts';
import { checkEnrichment } from '../doctor/enrichment.ts';
import { errorText, type Finding, Report } from '../doctor/finding.ts';
import { checkQueue } from '../doctor/queue.ts';
import { checkWorker } from '../doctor/worker.ts';

interface Options {
  worker?: string;
  json: boolean;
}

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('Look at everything that a SIEM needs, and say what is wrong and what to do; ends with 1 on a failure')
    .option('--worker <url>', 'also ask this worker, by its health port: http://host:8080')
    .option('--json', 'for machines', false)
    .action(doctor);
}

async function doctor(options: Options): Promise<void> {
  await using connections = new Connections();
  const now = new Date();
  const areas = await Promise.all([
    checkQueue(connections.sqs, process.env),
    checkBuckets(connections.s3, process.env, now),
    checkOpenSearch(connections, now),
    checkEnrichment(process.env, now),
    ...(options.worker === undefined ? [] : [checkWorker(options.worker)]),
  ]);
  const findings = areas.flat();
  const counts = { ok: 0, warning: 0, failed: 0 };
  for (const { status } of findings) counts[status]++;
  if (options.json) console.log(JSON.stringify({ ...counts, findings }));
  else print(findings, counts);
  if (counts.failed > 0) process.exitCode = 1;
}

async function checkOpenSearch(connections: Connections, now: Date): Promise<Finding[]> {
  try {
    const client = connections.opensearch;
    const definitions = await loadBuiltInLogTypes();
    const savedObjects = await renderDashboards(definitions);
    await using opened = openBootstrap(process.env, { definitions, savedObjects });
    const cluster = await checkCluster(client, () => opened.bootstrap.plan());
    const isReachable = cluster.every(({ check }) => check !== 'reachable');
    return isReachable ? [...cluster, ...(await checkData(client, now))] : cluster;
  } catch (error) {
    const report = new Report('opensearch');
    report.failed('configuration', errorText(error), 'Correct the variable and run doctor again.');
    return report.findings;
  }
}

const marks = { ok: pc.green('✔'), warning: pc.yellow('!'), failed: pc.red('✘') };

function print(findings: readonly Finding[], { ok, warning, failed }: Record<Finding['status'], number>): void {
  const table = new Table({
    head: ['', 'area', 'check', 'found'],
    style: { head: [], border: [], compact: true },
    wordWrap: true,
  });
  for (const { area, check, status, found, advice } of findings) {
    const text = printable(found);
    table.push([marks[status], area, check, advice === undefined ? text : `${text}\n${pc.dim(`→ ${advice}`)}`]);
  }
  console.log(table.toString());
  console.log(`${ok} right, ${warning} to look at, ${failed} wrong`);
}
