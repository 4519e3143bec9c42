export { type BodyFormat, ObjectReadError, type ObjectReadErrorCode } from './errors.ts';
export { defaultReadLimits, type ReadLimits } from './limits.ts';
export { type BodyPart, openBody } from './open-body.ts';
export { type Peeked, peek } from './peek.ts';
export type { RandomAccess } from './random-access.ts';
export { fileSource, memorySource, type ObjectSource } from './source.ts';
