import type { LogTypeDefinition, RawRecord } from './definition.ts';

/** Rules that leave records out; see @siem/exclusion. */
export interface RecordExclusions {
  /** Undefined: no rule is about records of this log type. */
  forRecords(definition: LogTypeDefinition): RecordRules | undefined;
}

/** What holds for the records of one log type. */
export interface RecordRules {
  /** Name of the first rule that leaves the record out, before it is mapped. */
  ofRecord(record: RawRecord): string | undefined;
  /** Undefined: no condition is about this log type, and documents need not be parsed for it. */
  ofDocument: ((source: string) => DocumentVerdict) | undefined;
}

export interface DocumentVerdict {
  excludedBy?: string;
  /** Rules that are tried out: their documents are loaded. */
  countedBy: readonly string[];
}
