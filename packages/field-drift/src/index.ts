export { DriftCounter, type DriftRow, type KnownFields, knownFields } from './field-drift.ts';
