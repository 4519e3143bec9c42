import { join } from 'node:path';
import { Client } from '@opensearch-project/opensearch';
import { Bootstrap, failuresText, parseOptions } from '@siem/bootstrap';
import { localAwsClients, repositoryRoot, startWorkerProcess } from '@siem/local-stack';
import { loadBuiltInLogTypes } from '@siem/log-types';
import { writeDemoDatabases } from '@siem/mmdb-builder';
import { Command } from 'commander';
import pc from 'picocolors';
import { watchProgress } from './progress.ts';
import { openStack } from './stack.ts';
import { printSummary } from './summary.ts';
import { uploadLogs } from './upload.ts';

interface DemoOptions {
  records: number;
  seed: number;
  keep: boolean;
}

const options = new Command('demo')
  .description(
    'Starts the local stack, loads made-up logs through S3 -> SQS -> worker -> OpenSearch and shows what arrived',
  )
  .option('--records <n>', 'VPC flow records; the other logs are in proportion', parseCount, 200_000)
  .option('--seed <n>', 'another seed gives other logs', parseCount, 42)
  .option('--keep', 'leave the stack and the data up', false)
  .parse()
  .opts<DemoOptions>();

try {
  await runDemo(options);
} catch (error) {
  console.error(pc.red(`\nThe demo failed: ${(error as Error).message}`));
  process.exitCode = 1;
}

async function runDemo({ records, seed, keep }: DemoOptions): Promise<void> {
  heading('Local stack');
  const stack = await openStack(keep);
  const { s3 } = localAwsClients(stack.environment['AWS_ENDPOINT_URL']!);
  const opensearch = new Client({ node: stack.environment['OPENSEARCH_URL']! });
  const geoip = join(repositoryRoot, '.local', 'demo', 'geoip');
  try {
    heading('Bootstrap of OpenSearch, and GeoIP');
    const applied = await bootstrap(opensearch, stack.environment['OPENSEARCH_URL']!);
    writeDemoDatabases(geoip);
    console.log(
      `  ${pc.green('✓')} ${applied} objects in place; npm run siem -- bootstrap plan shows them\n  ${pc.green('✓')} GeoIP: ${pc.yellow('made-up')} ranges built here; MaxMind's own databases need a licence key.`,
    );

    heading('Logs into S3');
    const uploaded = await uploadLogs(s3, stack.environment['SIEM_LOG_BUCKET']!, { records, seed, nowMs: Date.now() });

    heading('Worker: S3 -> SQS -> threads -> OpenSearch');
    const worker = await startWorkerProcess(
      { ...stack.environment, SIEM_GEOIP_DIR: geoip },
      join(repositoryRoot, '.local', 'demo', 'worker.log'),
    );
    try {
      const progress = await watchProgress(worker, uploaded.records);
      await opensearch.indices.refresh({ index: 'log-*' });
      await printSummary(opensearch, uploaded, progress);
    } finally {
      await worker.stop();
    }
    if (keep) stack.printHowToGoOn();
  } finally {
    await opensearch.close();
    s3.destroy();
    if (!keep) await stack.stop();
  }
}

/** As `siem bootstrap apply` does it. @returns how many objects are in place */
async function bootstrap(client: Client, url: string): Promise<number> {
  const definitions = await loadBuiltInLogTypes();
  const bootstrap = new Bootstrap({ client, url, isServerless: false, definitions, options: parseOptions({}, 'demo') });
  const { plan, failures } = await bootstrap.apply();
  if (failures.length > 0) throw new Error(failuresText(failures));
  return plan.objects.filter(({ action }) => action !== 'unmanaged' && action !== 'remove').length;
}

function heading(text: string): void {
  console.log(`\n${pc.bold(text)}`);
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new Error(`'${text}' is no whole number of at least 1`);
  return count;
}
