import { createHash } from 'node:crypto';
import { createWriteStream, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { Client } from '@opensearch-project/opensearch';
import { applyTemplates } from '@siem/index-templates';
import { localAwsClients, startStack, startWorkerProcess } from '@siem/local-stack';
import { untilRecords } from './counts.ts';

export interface MemoryFigures {
  objectBytes: number;
  records: number;
  seconds: number;
  /** Of the whole worker process with its threads, as the kernel counts it. */
  peakRssBytes: number;
  restRssBytes: number;
}

const recordBytes = 40_000;

/**
 * Peak memory of a worker with its default settings that loads one object of so many uncompressed bytes into
 * OpenSearch. The records are long (application logs with a payload), so that OpenSearch does not take hours for them.
 */
export async function measureMemory(folder: string, geoip: string, objectBytes: number): Promise<MemoryFigures> {
  await mkdir(folder, { recursive: true });
  const records = Math.ceil(objectBytes / recordBytes);
  const file = join(folder, 'large.log.gz');
  await pipeline(lines(records), createGzip({ level: 1 }), createWriteStream(file));
  const stack = await startStack({ onProgress: () => {} });
  const opensearch = new Client({ node: stack.environment['OPENSEARCH_URL']! });
  await applyTemplates(opensearch);
  await opensearch.close();
  const worker = await startWorkerProcess({ ...stack.environment, SIEM_GEOIP_DIR: geoip }, join(folder, 'worker.log'));
  try {
    const restRssBytes = memoryOf(worker.pid, 'VmRSS');
    const { s3, sqs } = localAwsClients(stack.environment['AWS_ENDPOINT_URL']!);
    const startedAt = performance.now();
    await s3.send(
      new PutObjectCommand({
        Bucket: stack.environment['SIEM_LOG_BUCKET']!,
        Key: 'AWSLogs/111122223333/EC2/Linux/Syslog/eu-west-1/2026/01/01/syslog-large.log.gz',
        Body: readFileSync(file),
      }),
    );
    s3.destroy();
    sqs.destroy();
    await untilRecords(worker, records);
    const seconds = (performance.now() - startedAt) / 1000;
    return {
      objectBytes: records * recordBytes,
      records,
      seconds,
      peakRssBytes: memoryOf(worker.pid, 'VmHWM'),
      restRssBytes,
    };
  } finally {
    await worker.stop();
    await stack.stop();
  }
}

function* lines(count: number): Generator<string> {
  for (let i = 0; i < count; i++) {
    const time = new Date(Date.UTC(2026, 0, 1) + i * 1000).toISOString().slice(11, 19);
    const head = `Jan  1 ${time} host-${i % 20} app[${i % 30_000}]: payload `;
    const word = createHash('sha256').update(String(i)).digest('hex');
    yield `${head}${`${word} `.repeat(Math.ceil(recordBytes / 65)).slice(0, recordBytes - head.length - 1)}\n`;
  }
}

/** @param field `VmRSS` or `VmHWM` (its peak) */
function memoryOf(pid: number, field: string): number {
  const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kibibytes) * 1024;
}
