import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileSource, memorySource, ObjectReadError, type ObjectSource } from '@siem/decompression';
import { createEnrichment } from '@siem/enrichment';
import type { FrameOptions } from '@siem/framing';
import type { LogTypeDefinition } from '@siem/log-type';
import { writeDemoDatabases } from '@siem/mmdb-builder';
import { defaultNaming, type NormalizedChunk, Normalizer } from '@siem/normalizer';
import { type DeadLetter, Ledger, loadObject } from '@siem/object-loader';
import type { Sample } from './samples.ts';

/** What comes of a sample object. Keys that say when it ran are fixed or left out. */
export interface SampleResult {
  documents: { _index: string; _id: string; _source: Record<string, unknown> }[];
  deadLetters: Partial<DeadLetter>[];
  excluded: Record<string, number>;
  /** Why reading the object ended early, if it did. */
  error?: string;
}

export interface SampleRunner {
  run(sample: Sample, definition: LogTypeDefinition): Promise<SampleResult>;
  /** Other content under the sample's key. */
  runContent(content: Uint8Array, sample: Sample, definition: LogTypeDefinition): Promise<SampleResult>;
}

const bucket = 'example-log-bucket';
const nowMs = Date.UTC(2026, 0, 31);

/** Enriches with the made-up GeoIP databases; the clock stands at 2026-01-31. */
export async function createSampleRunner(frameOptions?: Partial<FrameOptions>): Promise<SampleRunner> {
  const directory = mkdtempSync(join(tmpdir(), 'siem-geoip-'));
  try {
    writeDemoDatabases(directory);
    const enrich = await createEnrichment({ geoipDirectory: directory, trustedProxies: ['192.0.2.128/25'] });
    const normalizers = new Map<LogTypeDefinition, Normalizer>();
    const run = (source: ObjectSource, sample: Sample, definition: LogTypeDefinition) => {
      const normalizer =
        normalizers.get(definition) ?? new Normalizer(async () => definition, enrich, { naming: defaultNaming });
      normalizers.set(definition, normalizer);
      return runSample(source, sample, definition, normalizer, frameOptions);
    };
    return {
      run: async (sample, definition) => run(await fileSource(sample.file), sample, definition),
      runContent: (content, sample, definition) => run(memorySource(content), sample, definition),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function runSample(
  source: ObjectSource,
  sample: Sample,
  definition: LogTypeDefinition,
  normalizer: Normalizer,
  frameOptions: Partial<FrameOptions> | undefined,
): Promise<SampleResult> {
  const result: SampleResult = { documents: [], deadLetters: [], excluded: {} };
  const ledger = new Ledger();
  try {
    await loadObject(
      { bucket, key: sample.key, source, logType: definition },
      {
        normalize: (task) => normalizer.normalize(task),
        index: async (chunk) => {
          result.documents.push(...documentsOf(chunk));
          return { indexed: chunk.sourceStarts.length, duplicate: 0, safeForm: 0, rejected: [] };
        },
        deadLetter: async (letters) => {
          for (const { reason, code, position, raw, raw_encoding } of letters) {
            result.deadLetters.push({ reason, code, position, raw, raw_encoding });
          }
        },
        parserVersion: 'test',
        concurrency: 1,
        now: () => nowMs,
        ...(frameOptions === undefined ? {} : { frameOptions }),
      },
      ledger,
    );
  } catch (error) {
    if (!(error instanceof ObjectReadError)) throw error;
    result.error = error.message;
  }
  if (!ledger.balances) throw new Error(`The ledger of ${sample.file} does not balance: ${JSON.stringify(ledger)}`);
  result.excluded = ledger.excludedByRule;
  return result;
}

function documentsOf(chunk: NormalizedChunk): SampleResult['documents'] {
  const body = Buffer.from(chunk.body.buffer, chunk.body.byteOffset, chunk.body.length);
  return Array.from(chunk.sourceStarts, (start, i) => {
    const action = JSON.parse(body.toString('utf8', chunk.actionStarts[i], start)) as {
      create: { _index: string; _id: string };
    };
    return {
      ...action.create,
      _source: JSON.parse(body.toString('utf8', start, chunk.actionStarts[i + 1])) as Record<string, unknown>,
    };
  });
}
