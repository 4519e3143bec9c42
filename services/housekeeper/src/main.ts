// Measures the indexes and shards of OpenSearch, puts the records into the log bucket, from which the workers load them,
// deletes what a serverless collection has kept for long enough, and ends.
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { createOpenSearchClient, readOpenSearchConfig } from '@siem/opensearch-client';
import { pino } from 'pino';
import { Cluster } from './cluster.ts';
import { expiredIndexes } from './expired-indexes.ts';
import { measure } from './measurements.ts';
import { readSettings, type Settings } from './settings.ts';

const logger = pino({ base: { service: 'siem-housekeeper' } });

async function run(settings: Settings): Promise<void> {
  const config = readOpenSearchConfig(process.env);
  const { authentication } = config;
  const isServerless = authentication.kind === 'sigv4' && authentication.service === 'aoss';
  if (!isServerless && settings.SIEM_DELETE_AFTER_DAYS !== undefined) {
    throw new Error(
      'SIEM_DELETE_AFTER_DAYS is for serverless collections; a domain has ISM policies (docs/retention.md)',
    );
  }
  const now = new Date();
  const client = createOpenSearchClient(config);
  const s3 = new S3Client({ forcePathStyle: true });
  try {
    const periodHours = settings.SIEM_METRICS_PERIOD_HOURS;
    const cluster = new Cluster(client, isServerless ? new URL(config.nodes[0]!).hostname.split('.')[0] : undefined);
    const records = await measure(cluster, { periodHours, now });
    const key = keyOf(settings.SIEM_ACCOUNT_ID ?? (await ownAccount()), settings.AWS_REGION, now);
    const body = gzipSync(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    await s3.send(new PutObjectCommand({ Bucket: settings.SIEM_LOG_BUCKET, Key: key, Body: body }));
    logger.info({ event: 'measured', bucket: settings.SIEM_LOG_BUCKET, key, records: records.length }, 'measured');
    if (settings.SIEM_DELETE_AFTER_DAYS !== undefined)
      await removeExpired(cluster, settings.SIEM_DELETE_AFTER_DAYS, now);
  } finally {
    await client.close();
    s3.destroy();
  }
}

async function removeExpired(cluster: Cluster, days: number, now: Date): Promise<void> {
  const names = (await cluster.indexes()).keys();
  for (const index of expiredIndexes(names, days, now)) {
    await cluster.remove(index);
    logger.info({ event: 'index_deleted', index, days }, 'index deleted: its time is over');
  }
}

function keyOf(account: string, region: string, now: Date): string {
  const day = now.toISOString().slice(0, 10).replaceAll('-', '/');
  const name = `aos_index_metrics_${randomBytes(16).toString('hex')}.json.gz`;
  return `AWSLogs/${account}/OpenSearch/metrics/${region}/${day}/${name}`;
}

async function ownAccount(): Promise<string> {
  const sts = new STSClient({});
  try {
    return (await sts.send(new GetCallerIdentityCommand({}))).Account!;
  } finally {
    sts.destroy();
  }
}

try {
  await run(readSettings(process.env));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
