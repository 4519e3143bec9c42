export { exportTime, exportTimeLength } from './export-time.ts';
export { frameBytes, frameRecords } from './frame-records.ts';
export { isBlank, splitLines } from './lines.ts';
export {
  defaultFrameOptions,
  type Framed,
  type FrameOptions,
  type FrameProblem,
  type FrameProblemCode,
  type RecordChunk,
} from './types.ts';
