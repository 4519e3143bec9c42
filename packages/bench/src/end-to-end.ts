import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { Client } from '@opensearch-project/opensearch';
import { applyTemplates } from '@siem/index-templates';
import { localAwsClients, type Stack, startStack, startWorkerProcess } from '@siem/local-stack';
import { createWorld, Random, vpcFlowHeader, vpcFlowLines } from '@siem/log-generator';
import { untilRecords } from './counts.ts';
import { readyMadeRequests, sendAll } from './plain-loader.ts';

export interface EndToEndFigures {
  records: number;
  /** Documents a second, one entry a round. */
  plainLoader: number[];
  worker: number[];
}

const filesPerRound = 8;

/**
 * What share of the rate that OpenSearch takes from a plain loader of ready-made documents does the worker reach, from
 * the upload of the objects to the last document in its final state? Both in turn on the same stack, after a round that
 * warms both up.
 */
export async function measureEndToEnd(
  folder: string,
  geoip: string,
  records: number,
  rounds: number,
): Promise<EndToEndFigures> {
  mkdirSync(folder, { recursive: true });
  const figures: EndToEndFigures = { records, plainLoader: [], worker: [] };
  const stack = await startStack({ onProgress: () => {} });
  const opensearch = new Client({ node: stack.environment['OPENSEARCH_URL']! });
  await applyTemplates(opensearch);
  await opensearch.close();
  const worker = await startWorkerProcess({ ...stack.environment, SIEM_GEOIP_DIR: geoip }, join(folder, 'worker.log'));
  try {
    let done = 0;
    for (let round = 0; round <= rounds; round++) {
      const objects = generate(round, records);
      const plain = rate(records, await timed(await plainLoad(stack, folder, geoip, objects)));
      const ours = rate(
        records,
        await timed(() => upload(stack, objects).then(() => untilRecords(worker, done + records))),
      );
      done += records;
      process.stdout.write(round === 0 ? 'warm ' : '.');
      if (round === 0) continue;
      figures.plainLoader.push(plain);
      figures.worker.push(ours);
    }
  } finally {
    await worker.stop();
    await stack.stop();
  }
  process.stdout.write('\n');
  return figures;
}

interface BenchObject {
  key: string;
  body: Buffer;
}

function generate(round: number, records: number): BenchObject[] {
  const random = new Random(1000 + round);
  const world = createWorld(random);
  const lines = vpcFlowLines(random, world, records, Date.UTC(2026, 0, 1) / 1000, 600);
  return Array.from({ length: filesPerRound }, (_, part) => {
    const mine: string[] = [vpcFlowHeader];
    const count = Math.floor(((part + 1) * records) / filesPerRound) - Math.floor((part * records) / filesPerRound);
    for (let i = 0; i < count; i++) mine.push(lines.next().value as string);
    return {
      key: `AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/01/01/111122223333_vpcflowlogs_eu-west-1_fl-0123456789abcdef0_20260101T0000Z_${round}x${part}.log.gz`,
      body: gzipSync(`${mine.join('\n')}\n`),
    };
  });
}

/** Everything but the sending happens before. */
async function plainLoad(stack: Stack, folder: string, geoip: string, objects: readonly BenchObject[]) {
  const requests: Buffer[] = [];
  for (const { key, body } of objects) {
    const file = join(folder, 'object.gz');
    writeFileSync(file, body);
    requests.push(...(await readyMadeRequests(file, key, geoip)));
  }
  return () => sendAll(stack.environment['OPENSEARCH_URL']!, requests);
}

async function upload(stack: Stack, objects: readonly BenchObject[]): Promise<void> {
  const { s3, sqs } = localAwsClients(stack.environment['AWS_ENDPOINT_URL']!);
  for (const { key, body } of objects)
    await s3.send(new PutObjectCommand({ Bucket: stack.environment['SIEM_LOG_BUCKET']!, Key: key, Body: body }));
  s3.destroy();
  sqs.destroy();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}

function rate(records: number, seconds: number): number {
  return records / seconds;
}
