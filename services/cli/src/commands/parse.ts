import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { allLogTypes } from '@siem/custom-log-types';
import { openDetections } from '@siem/detection';
import { createEnrichment } from '@siem/enrichment';
import { openExclusions } from '@siem/exclusion';
import { LogTypes } from '@siem/log-type';
import { Normalizer } from '@siem/normalizer';
import { readPlacing } from '@siem/worker/config';
import type { Command } from 'commander';
import {
  exitCode,
  ledgerLine,
  type ParseRequest,
  type ParseTools,
  parseFile,
  withOutputFile,
  writeTo,
} from '../parse-file.ts';
import { userPath } from '../paths.ts';

interface ParseOptions {
  bucket: string;
  key?: string;
  manifest?: string;
  geoipDir?: string;
  threatDir?: string;
  customDir?: string;
  exclusionDir?: string;
  detectionRules: boolean;
  detectionDir?: string;
  ownLogs: boolean;
  now?: string;
  contentDetection: boolean;
}

export function addParseCommand(program: Command): void {
  program
    .command('parse')
    .description('Parse a local file as if it were an S3 object: one JSON line per document on standard output')
    .argument('[file]', 'the object as it lies in S3, compressed or not')
    .option('--bucket <name>', 'bucket that the documents name', 'local')
    .option('--key <key>', "S3 key; decides the log type. Default: the file's path")
    .option('--manifest <file>', 'many files: lines {"file","bucket","key","out"}; each result goes to its "out"')
    .option('--geoip-dir <dir>', 'directory with GeoLite2-City.mmdb and GeoLite2-ASN.mmdb')
    .option('--threat-dir <dir>', 'directory with threat intelligence lists')
    .option('--custom-dir <dir>', 'directory with log types of your own (YAML)')
    .option('--detection-rules', 'match the built-in detection rules', false)
    .option('--detection-dir <dir>', 'directory with detection rules')
    .option('--exclusion-dir <dir>', 'directory with rules that leave objects and records out')
    .option('--own-logs', 'load what the SIEM itself did, too', false)
    .option('--no-content-detection', 'a file whose key no log type knows is not looked into')
    .option('--now <time>', 'ingest time in ISO 8601, for output that can be repeated')
    .action(async (file: string | undefined, options: ParseOptions) => {
      if ((file === undefined) === (options.manifest === undefined)) {
        throw new Error('Give one of: a file to parse, or --manifest FILE');
      }
      const tools = await createTools(options);
      process.exitCode =
        file === undefined ? await parseManifest(options.manifest!, tools) : await parseOne(file, options, tools);
    });
}

async function createTools(options: ParseOptions): Promise<ParseTools> {
  const logTypes = new LogTypes(
    await allLogTypes(options.customDir === undefined ? undefined : userPath(options.customDir)),
  );
  const enrich = await createEnrichment({
    ...(options.geoipDir === undefined ? {} : { geoipDirectory: userPath(options.geoipDir) }),
    ...(options.threatDir === undefined ? {} : { threatDirectory: userPath(options.threatDir) }),
  });
  const load = async (name: string) => logTypes.find(name)!;
  const nowMs = options.now === undefined ? undefined : Date.parse(options.now);
  if (Number.isNaN(nowMs)) throw new Error(`--now '${options.now}' is no time; right is e.g. 2026-01-31T00:00:00Z`);
  const rules = openExclusions({
    keepOwnLogs: options.ownLogs,
    ...(options.exclusionDir === undefined ? {} : { directory: userPath(options.exclusionDir) }),
  });
  const normalizer = new Normalizer(load, enrich, {
    ...readPlacing(process.env),
    exclusions: rules,
    detections: openDetections({
      builtIn: options.detectionRules,
      ...(options.detectionDir !== undefined && { directory: userPath(options.detectionDir) }),
    }),
  });
  return { nowMs, logTypes, normalizer, exclusions: rules(), detectContent: options.contentDetection };
}

async function parseOne(file: string, options: ParseOptions, tools: ParseTools): Promise<number> {
  const request = { file: userPath(file), bucket: options.bucket, key: options.key ?? file.replace(/^\/+/, '') };
  const writeOut = writeTo(process.stdout);
  const writeError = writeTo(process.stderr);
  const result = await parseFile(request, tools, {
    documents: writeOut,
    deadLetters: (letters) => writeError(letters.map((letter) => `${JSON.stringify(letter)}\n`).join('')),
  });
  await writeError(ledgerLine(request, result));
  return exitCode(result);
}

/** Every line is parsed, whatever became of those before; the worst result decides the exit code. */
async function parseManifest(manifest: string, tools: ParseTools): Promise<number> {
  let worst = 0;
  let lineNumber = 0;
  for await (const line of createInterface({ input: createReadStream(userPath(manifest)) })) {
    lineNumber++;
    if (line.trim() === '') continue;
    const request = readManifestLine(line, manifest, lineNumber);
    const result = await withOutputFile(userPath(request.out), async (write) => {
      const parsed = await parseFile({ ...request, file: userPath(request.file) }, tools, {
        documents: write,
        deadLetters: (letters) => write(letters.map((letter) => `${JSON.stringify(letter)}\n`).join('')),
      });
      await write(ledgerLine(request, parsed));
      return parsed;
    });
    worst = Math.max(worst, exitCode(result));
    process.stderr.write(ledgerLine(request, result));
  }
  return worst;
}

function readManifestLine(line: string, manifest: string, lineNumber: number): ParseRequest & { out: string } {
  let entry: Partial<Record<'file' | 'bucket' | 'key' | 'out', unknown>>;
  try {
    entry = JSON.parse(line);
  } catch (cause) {
    throw new Error(`Line ${lineNumber} of ${manifest} is no JSON: ${(cause as Error).message}`, { cause });
  }
  for (const name of ['file', 'bucket', 'key', 'out'] as const) {
    if (typeof entry[name] !== 'string') {
      throw new Error(
        `Line ${lineNumber} of ${manifest} has no text "${name}"; right is {"file":"…","bucket":"…","key":"…","out":"…"}`,
      );
    }
  }
  return entry as ParseRequest & { out: string };
}
