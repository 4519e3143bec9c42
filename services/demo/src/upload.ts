import { gzipSync } from 'node:zlib';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import {
  albLines,
  cloudTrailRecords,
  createWorld,
  Random,
  secureEnvelopes,
  vpcFlowHeader,
  vpcFlowLines,
  type World,
} from '@siem/log-generator';
import pc from 'picocolors';

export interface Uploaded {
  objects: number;
  storedBytes: number;
  rawBytes: number;
  records: number;
}

interface GeneratedObject {
  key: string;
  text: string;
  records: number;
}

const account = '111122223333';
const spanSeconds = 3600;

/** Generates the logs of the last hour and writes them as the services do: several gzip files a source. */
export async function uploadLogs(
  s3: S3Client,
  bucket: string,
  options: { records: number; seed: number; nowMs: number },
): Promise<Uploaded> {
  const random = new Random(options.seed);
  const world = createWorld(random);
  const startSeconds = Math.floor(options.nowMs / 1000) - spanSeconds;
  const total: Uploaded = { objects: 0, storedBytes: 0, rawBytes: 0, records: 0 };
  for (const [name, objects] of sources(random, world, options.records, startSeconds)) {
    let records = 0;
    let objectCount = 0;
    for (const object of objects) {
      const body = gzipSync(object.text, { level: 6 });
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: object.key, Body: body }));
      records += object.records;
      objectCount++;
      total.storedBytes += body.length;
      total.rawBytes += Buffer.byteLength(object.text);
    }
    total.objects += objectCount;
    total.records += records;
    console.log(
      `  ${pc.green('✓')} ${name.padEnd(24)} ${records.toLocaleString('en').padStart(9)} records in ${objectCount} objects`,
    );
  }
  return total;
}

function* sources(
  random: Random,
  world: World,
  records: number,
  startSeconds: number,
): Generator<[string, Iterable<GeneratedObject>]> {
  yield ['VPC Flow Logs', vpcFlow(random, world, records, startSeconds)];
  yield ['CloudTrail', cloudTrail(random, world, Math.ceil(records / 8), startSeconds)];
  yield ['ALB access logs', alb(random, Math.ceil(records / 5), startSeconds)];
  yield ['Linux /var/log/secure', secure(random, world, Math.ceil(records / 25), startSeconds)];
}

function* vpcFlow(random: Random, world: World, count: number, startSeconds: number): Generator<GeneratedObject> {
  const perObject = 25_000;
  const lines = vpcFlowLines(random, world, count, startSeconds, spanSeconds);
  for (let part = 0; part * perObject < count; part++) {
    const records = Math.min(perObject, count - part * perObject);
    const text = `${[vpcFlowHeader, ...take(lines, records)].join('\n')}\n`;
    yield {
      key: `AWSLogs/${account}/vpcflowlogs/eu-west-1/${dayPath(startSeconds)}/${account}_vpcflowlogs_eu-west-1_fl-0123456789abcdef0_${stamp(startSeconds)}_${random.hex(8)}.log.gz`,
      text,
      records,
    };
  }
}

function* cloudTrail(random: Random, world: World, count: number, startSeconds: number): Generator<GeneratedObject> {
  const perObject = 2_500;
  const all = cloudTrailRecords(random, world, count, startSeconds, spanSeconds);
  for (let i = 0; i < all.length; i += perObject) {
    const records = all.slice(i, i + perObject);
    yield {
      key: `AWSLogs/${account}/CloudTrail/eu-west-1/${dayPath(startSeconds)}/${account}_CloudTrail_eu-west-1_${stamp(startSeconds)}_${random.hex(16)}.json.gz`,
      text: JSON.stringify({ Records: records }),
      records: records.length,
    };
  }
}

function* alb(random: Random, count: number, startSeconds: number): Generator<GeneratedObject> {
  const perObject = 10_000;
  const lines = albLines(random, count, startSeconds, spanSeconds);
  for (let part = 0; part * perObject < count; part++) {
    const records = Math.min(perObject, count - part * perObject);
    yield {
      key: `AWSLogs/${account}/elasticloadbalancing/eu-west-1/${dayPath(startSeconds)}/${account}_elasticloadbalancing_eu-west-1_app.shop.50dc6c495c0c9188_${stamp(startSeconds)}_192.0.2.10_${random.hex(8)}.log.gz`,
      text: `${[...take(lines, records)].join('\n')}\n`,
      records,
    };
  }
}

function* secure(random: Random, world: World, count: number, startSeconds: number): Generator<GeneratedObject> {
  const text = [...secureEnvelopes(random, world, count, startSeconds, spanSeconds)].join('');
  yield {
    key: `AWSLogs/${account}/EC2/Linux/Secure/eu-west-1/${dayPath(startSeconds)}/siem-linux-secure-1-${random.uuid()}.gz`,
    text,
    records: count,
  };
}

/** Iterator.take would close the source, and the next object goes on where this one ends. */
function* take<T>(source: Iterator<T>, count: number): Generator<T> {
  for (let i = 0; i < count; i++) {
    const { done, value } = source.next();
    if (done === true) return;
    yield value;
  }
}

function dayPath(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10).replaceAll('-', '/');
}

/** `20260130T1005Z` */
function stamp(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 16).replaceAll(/[-:]/g, '')}Z`;
}
