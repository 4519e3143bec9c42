import type { LogTypeDefinition, RawRecord } from './definition.ts';

/** Rules that recognise what somebody should look at; see @siem/detection. */
export interface RecordDetections {
  /** Undefined: no rule is about records of this log type. */
  forRecords(definition: LogTypeDefinition): ((record: RawRecord) => readonly Detection[]) | undefined;
}

export interface Detection {
  readonly id: string;
  readonly name: string;
  readonly severity: string;
}
