import type { Detection, RawRecord, RecordRules } from '@siem/log-type';
import type { RenderedChunk } from './output.ts';

/** Records as the framer cut them; see @siem/framing. */
export interface ChunkRecords {
  bytes: Uint8Array;
  /** [start, end, …] of records; absent: every line is one. */
  ranges?: Uint32Array;
  header?: string;
  envelope?: 'cloudwatch-logs' | 'json';
  /** Records are JSON objects made of Parquet rows, whatever the log type's format is. */
  rows?: 'parquet';
  /** What the first record inherits; see MultilineFormat. */
  inherited?: string;
  /** Some number has more digits than a double holds. */
  bigNumbers?: boolean;
}

/** Rules about records of the chunk's log type; absent where there are none. */
export interface ChunkRules {
  exclude?: RecordRules | undefined;
  detect?: ((record: RawRecord) => readonly Detection[]) | undefined;
}

export interface NormalizedChunk extends RenderedChunk {
  /** Records found; each is a document, a dead letter or excluded. */
  read: number;
  /** Two words per document: the start of its content hash; zero where the source has an id of its own. */
  contentHashes: Uint32Array;
  excluded: Record<string, number>;
  /** Documents that a rule on trial would leave out, by rule; they are among the documents all the same. */
  counted: Record<string, number>;
  /** Documents that detection rules recognised, by rule. */
  detected: Record<string, number>;
  deadLetters: RecordFailure[];
  /** Times of the documents, canonical text in UTC; absent where there is none. */
  firstEvent?: string;
  lastEvent?: string;
}

export interface RecordFailure {
  /** Number of the record in the chunk. */
  record: number;
  code:
    | 'invalid_json'
    | 'no_pattern_matched'
    | 'not_an_object'
    | 'mapping_failed'
    | 'broken_payload'
    | 'record_timed_out'
    | 'record_crashed_thread'
    | 'record_failed';
  reason: string;
  raw: Uint8Array;
}
