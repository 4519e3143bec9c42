export { explainLogType, type KeyPattern, type LogTypeChoice } from './explain-key.ts';
export { type RecordRequest, type Trace, type TracedRecord, traceRecord } from './explain-record.ts';
export { type FieldSource, fieldSources } from './field-sources.ts';
export { short } from './values.ts';
