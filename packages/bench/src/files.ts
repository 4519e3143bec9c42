import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { albLines, cloudTrailRecords, createWorld, Random, vpcFlowHeader, vpcFlowLines } from '@siem/log-generator';

export interface BenchFile {
  logType: string;
  file: string;
  key: string;
  /** Program of the VRL peer and how it reads the file. */
  vrl: { program: string; framing: 'lines' | 'records' };
}

const startSeconds = Date.UTC(2026, 0, 1) / 1000;

/** Generates the files once; the same seed gives the same files. */
export function benchFiles(folder: string, scale: number): BenchFile[] {
  mkdirSync(folder, { recursive: true });
  const random = new Random(42);
  const world = createWorld(random);
  const file = (name: string, text: () => string): string => {
    const path = join(folder, `${name}-${scale}.gz`);
    if (!existsSync(path)) writeFileSync(path, gzipSync(text(), { level: 6 }));
    return path;
  };
  const account = '111122223333';
  return [
    {
      logType: 'vpcflowlogs',
      file: file(
        'vpc',
        () => `${[vpcFlowHeader, ...vpcFlowLines(random, world, 200_000 * scale, startSeconds, 600)].join('\n')}\n`,
      ),
      key: `AWSLogs/${account}/vpcflowlogs/eu-west-1/2026/01/01/${account}_vpcflowlogs_eu-west-1_fl-0123456789abcdef0_20260101T0000Z_a1b2c3d4.log.gz`,
      vrl: { program: 'vpc.vrl', framing: 'lines' },
    },
    {
      logType: 'cloudtrail',
      file: file('cloudtrail', () =>
        JSON.stringify({ Records: cloudTrailRecords(random, world, 20_000 * scale, startSeconds, 600) }),
      ),
      key: `AWSLogs/${account}/CloudTrail/eu-west-1/2026/01/01/${account}_CloudTrail_eu-west-1_20260101T0000Z_a1b2c3d4e5f6a7b8.json.gz`,
      vrl: { program: 'ct.vrl', framing: 'records' },
    },
    {
      logType: 'alb',
      file: file('alb', () => `${[...albLines(random, 100_000 * scale, startSeconds, 600)].join('\n')}\n`),
      key: `AWSLogs/${account}/elasticloadbalancing/eu-west-1/2026/01/01/${account}_elasticloadbalancing_eu-west-1_app.shop.50dc6c495c0c9188_20260101T0000Z_192.0.2.10_a1b2c3d4.log.gz`,
      vrl: { program: 'alb.vrl', framing: 'lines' },
    },
  ];
}
