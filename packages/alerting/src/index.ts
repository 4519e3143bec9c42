import type { Detection } from './detection.ts';
import { cloudTrailDetections } from './detections/cloudtrail.ts';
import { findingDetections } from './detections/findings.ts';
import { hostDetections } from './detections/hosts.ts';
import { networkDetections } from './detections/network.ts';
import { pipelineDetections } from './detections/pipeline.ts';

export { type Channel, channelConfig, channelSchema } from './channels.ts';
export type { BucketDetection, Detection, DocumentDetection, QueryDetection, Severity } from './detection.ts';
export { ingestTimeOf, type MonitorOptions, monitorName, toMonitor } from './monitor.ts';
export { type Monitor, monitorSchema } from './schema.ts';

export const detections: readonly Detection[] = [
  ...cloudTrailDetections,
  ...findingDetections,
  ...networkDetections,
  ...hostDetections,
  ...pipelineDetections,
];
