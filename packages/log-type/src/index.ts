export { compileMapping, type RecordShape, type RenderFunction } from './compile.ts';
export * from './definition.ts';
export type { ChunkEnvironment, Enrichment, FieldValue, IpInfo } from './environment.ts';
export { mergeInto } from './merge.ts';
export { prune } from './prune.ts';
export { rawJson } from './raw-json.ts';
export { type KeyMatch, LogTypes } from './registry.ts';
export { at, ipv4Number, isIpAddress, isMissing, md5, quote, safeId, valueText } from './runtime.ts';
export { normalizeIso8601, parseEpoch, parseSyslogTime, timestampParser } from './timestamp.ts';
