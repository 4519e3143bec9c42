import type { Enrichment, LogTypeDefinition, RecordDetections, RecordExclusions } from '@siem/log-type';
import type { ChunkRecords, NormalizedChunk } from './chunk.ts';
import { chunkEnvironment } from './chunk-environment.ts';
import { CompiledLogType } from './compiled-log-type.ts';
import { freeBytes } from './free-bytes.ts';
import { IndexNamer, type IndexNaming } from './index-name.ts';
import { normalizeChunk } from './normalize-chunk.ts';

/** A chunk and where it comes from. */
export interface NormalizeTask extends ChunkRecords {
  logType: string;
  bucket: string;
  key: string;
  /** Ingest time, epoch milliseconds. */
  nowMs: number;
  /**
   * When the object was stored. Times and indexes that do not follow from a record alone follow from it, so that every
   * delivery makes the same documents. @defaultvalue `nowMs`
   */
  arrivedMs?: number;
}

export interface NormalizerOptions {
  naming: IndexNaming;
  /**
   * Documents further in the future get the ingest time and a tag.
   * @defaultvalue one day
   */
  maxFutureMs?: number;
  /** The rules as they are now, asked for every chunk. */
  exclusions?: () => RecordExclusions;
  /** The same of detection rules. */
  detections?: () => RecordDetections;
}

const dayMs = 86_400_000;
const maxCompiled = 500;

/** Normalises chunks of any log type; one per thread. Log types are compiled when first needed, and when they change. */
export class Normalizer {
  private readonly compiled = new Map<string, CompiledLogType>();
  private readonly namer: IndexNamer;
  /** The same object as long as the log type is the same. */
  private readonly load: (name: string) => Promise<LogTypeDefinition>;
  private readonly enrich: Enrichment;
  private readonly maxFutureMs: number;
  private readonly exclusions: (() => RecordExclusions) | undefined;
  private readonly detections: (() => RecordDetections) | undefined;

  constructor(load: (name: string) => Promise<LogTypeDefinition>, enrich: Enrichment, options: NormalizerOptions) {
    this.load = load;
    this.enrich = enrich;
    this.namer = new IndexNamer(options.naming);
    this.maxFutureMs = options.maxFutureMs ?? dayMs;
    this.exclusions = options.exclusions;
    this.detections = options.detections;
  }

  /** @param task its bytes are used up */
  async normalize(task: NormalizeTask): Promise<NormalizedChunk> {
    const { bucket, key, nowMs, arrivedMs = nowMs } = task;
    const logType = await this.compile(task);
    const environment = chunkEnvironment({
      bucket,
      key,
      nowMs,
      arrivedMs,
      maxFutureMs: this.maxFutureMs,
      enrich: this.enrich,
    });
    const chunk = normalizeChunk(task, logType, environment, this.namer, {
      exclude: this.exclusions?.().forRecords(logType.definition),
      detect: this.detections?.().forRecords(logType.definition),
    });
    freeBytes(task.bytes);
    return chunk;
  }

  private async compile(task: NormalizeTask): Promise<CompiledLogType> {
    const definition = await this.load(task.logType);
    const id = `${task.logType}\n${task.rows ?? ''}\n${task.header ?? ''}`;
    const known = this.compiled.get(id);
    if (known?.definition === definition) return known;
    const compiled = new CompiledLogType(definition, task.header, task.rows === undefined ? undefined : 'json');
    // Headers come from objects: a hostile one must not fill the memory.
    if (this.compiled.size >= maxCompiled) this.compiled.clear();
    this.compiled.set(id, compiled);
    return compiled;
  }
}
