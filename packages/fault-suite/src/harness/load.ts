import { gzipSync } from 'node:zlib';
import { Random, vpcFlowHeader } from '@siem/log-generator';
import { albRecord, cloudTrailRecord, secureRecord, vpcFlowRecord } from './records.ts';
import { tokenOf } from './token.ts';
import { zipOf } from './zip.ts';

export interface LoadObject {
  readonly key: string;
  readonly body: Buffer;
  readonly records: number;
}

/** Objects of several log types and what has to become of each record. */
export interface Load {
  readonly objects: readonly LoadObject[];
  /** Token of a record -> how many records have it: two where a line is there twice. */
  readonly expected: Map<string, number>;
  /** Of records that no parser can read. */
  readonly unreadable: Set<string>;
  readonly records: number;
}

const leastRecords = 150;
const mostRecords = 1500;
/** One object has this share of all records: it is in work for longer than the others. */
const largeShare = 0.15;
const twinChance = 0.005;
const unreadableChance = 0.005;
const unreadableDepth = 5000;
/** Records from a device with a wrong clock; where they go must not follow from the worker's. */
const futureChance = 0.01;
const futureSeconds = Date.UTC(2099, 0, 1) / 1000;
/** 2026-01-30 10:00 UTC. */
const startSeconds = 1_769_767_200;

export type RecordMaker = (token: string, seconds: number, random: Random) => string;

/** What the makers of objects draw from. */
export interface Source {
  readonly random: Random;
  /** Records in order, each made from a token that no other has; with `twins`, some are there twice. */
  take(count: number, make: RecordMaker, twins?: boolean): string[];
}

/** The same for the same seed and number of records. */
export function makeLoad(seed: number, records: number): Load {
  const random = new Random(seed);
  const expected = new Map<string, number>();
  const unreadable = new Set<string>();
  let serial = 0;
  const source: Source = {
    random,
    take(count, make, twins = true) {
      const made: string[] = [];
      while (made.length < count) {
        const token = tokenOf(seed, serial++);
        const seconds = startSeconds + Math.floor((3600 * serial) / records);
        const times = twins && made.length + 1 < count && random.chance(twinChance) ? 2 : 1;
        const text = make(token, seconds, random);
        for (let i = 0; i < times; i++) made.push(text);
        expected.set(token, times);
      }
      return made;
    },
  };
  const objects: LoadObject[] = [];
  let left = records;
  while (left > 0) {
    const isLarge = objects.length === 1;
    const wanted = isLarge ? Math.ceil(records * largeShare) : random.integer(leastRecords, mostRecords);
    const count = Math.min(left, Math.max(1, wanted));
    objects.push(makeObject(source, count, isLarge, unreadable));
    left -= count;
  }
  return { objects, expected, unreadable, records };
}

const account = '111122223333';
const day = 'eu-west-1/2026/01/30';

function makeObject(source: Source, records: number, isLarge: boolean, unreadable: Set<string>): LoadObject {
  const { random } = source;
  const name = random.hex(16);
  const kind = isLarge ? 0 : random.next();
  if (kind < 0.4) {
    const body = gzipSync(flowLog(source, records));
    return { key: `AWSLogs/${account}/vpcflowlogs/${day}/${account}_vpcflowlogs_${name}.log.gz`, body, records };
  }
  if (kind < 0.5) {
    // Zip is not read from front to back, so inside gzip it needs a temporary file.
    const body = gzipSync(zipOf('flow.log', flowLog(source, records)));
    return { key: `AWSLogs/${account}/vpcflowlogs/${day}/${account}_vpcflowlogs_${name}.zip.gz`, body, records };
  }
  if (kind < 0.7) {
    const body = gzipSync(trail(source, records, unreadable));
    return {
      key: `AWSLogs/${account}/CloudTrail/${day}/${account}_CloudTrail_eu-west-1_${name}.json.gz`,
      body,
      records,
    };
  }
  if (kind < 0.9) {
    const body = gzipSync(`${source.take(records, albRecord).join('\n')}\n`);
    return {
      key: `AWSLogs/${account}/elasticloadbalancing/${day}/${account}_elasticloadbalancing_eu-west-1_app.shop.50dc6c495c0c9188_20260130T1000Z_192.0.2.10_${name}.log.gz`,
      body,
      records,
    };
  }
  const logEvents = source.take(records, secureRecord).map((text, i) => ({
    id: `${name}${String(i).padStart(20, '0')}`,
    timestamp: startSeconds * 1000 + i,
    message: text,
  }));
  const envelope = {
    messageType: 'DATA_MESSAGE',
    owner: account,
    logGroup: '/ec2/linux/secure',
    logStream: 'i-0a',
    logEvents,
  };
  const body = gzipSync(JSON.stringify(envelope));
  return { key: `AWSLogs/${account}/EC2/Linux/Secure/${day}/siem-linux-secure-1-${name}.gz`, body, records };
}

function flowLog(source: Source, records: number): string {
  return `${[vpcFlowHeader, ...source.take(records, vpcFlowRecord)].join('\n')}\n`;
}

/** Some of its records are nested deeper than any parser goes. No twins: the trail's own ids make them one. */
function trail(source: Source, records: number, unreadable: Set<string>): string {
  const texts = source.take(
    records,
    (token, seconds, random) => {
      if (random.chance(futureChance)) return cloudTrailRecord(token, futureSeconds, random);
      if (!random.chance(unreadableChance)) return cloudTrailRecord(token, seconds, random);
      unreadable.add(token);
      return `{"eventID":"${token}","requestParameters":${'['.repeat(unreadableDepth)}${']'.repeat(unreadableDepth)}}`;
    },
    false,
  );
  return `{"Records":[${texts.join(',')}]}`;
}
