import { type ChunkEnvironment, hexWord, quote } from '@siem/log-type';
import type { NormalizedChunk, RecordFailure } from './chunk.ts';
import type { IndexNamer } from './index-name.ts';
import { DocumentOutput } from './output.ts';
import { inUtc } from './record-text.ts';

/** What becomes of a chunk's records: each one is added, excluded or failed, in the order of the chunk. */
export class ChunkResults {
  readonly counted: Record<string, number> = {};
  readonly detected: Record<string, number> = {};
  private read = 0;
  private contentIds = 0;
  private readonly output: DocumentOutput;
  private readonly hashes: number[] = [];
  private readonly deadLetters: RecordFailure[] = [];
  private readonly excluded: Record<string, number> = {};
  private readonly environment: ChunkEnvironment;
  private readonly namer: IndexNamer;
  private lastIndex = '';
  private firstEvent = '';
  private lastEvent = '';
  private actionStart = '';

  constructor(expectedBytes: number, environment: ChunkEnvironment, namer: IndexNamer) {
    this.output = new DocumentOutput(expectedBytes);
    this.environment = environment;
    this.namer = namer;
  }

  /** @param source the document that the environment describes: its index, id and time */
  add(source: string): void {
    const e = this.environment;
    this.read++;
    const time = inUtc(e.timestamp);
    if (time > this.lastEvent) this.lastEvent = time;
    if (time < this.firstEvent || this.firstEvent === '') this.firstEvent = time;
    const index = this.namer.name(e.index, e.indexTime, e.arrived);
    if (index !== this.lastIndex) {
      this.lastIndex = index;
      this.actionStart = `{"create":{"_index":${quote(index)},"_id":`;
    }
    const id = e.idSuffix === '' ? e.idJson : e.idJson.slice(0, -1) + quote(e.idSuffix).slice(1);
    this.output.add(this.actionStart, id, source);
    if (e.idFromContent) {
      this.contentIds++;
      this.hashes.push(hexWord(e.idJson, 1), hexWord(e.idJson, 9));
    } else this.hashes.push(0, 0);
  }

  /** Share of the documents whose id was made of their content; undefined without a document. */
  get shareOfContentIds(): number | undefined {
    return this.output.count === 0 ? undefined : this.contentIds / this.output.count;
  }

  exclude(rule: string): void {
    this.read++;
    this.excluded[rule] = (this.excluded[rule] ?? 0) + 1;
  }

  fail(raw: Uint8Array, code: RecordFailure['code'], reason: string): void {
    this.deadLetters.push({ record: this.read++, code, reason, raw });
  }

  finish(): NormalizedChunk {
    return {
      ...this.output.finish(),
      read: this.read,
      contentHashes: new Uint32Array(this.hashes),
      excluded: this.excluded,
      counted: this.counted,
      detected: this.detected,
      ...(this.lastEvent !== '' && { firstEvent: this.firstEvent, lastEvent: this.lastEvent }),
      deadLetters: this.deadLetters,
    };
  }
}
