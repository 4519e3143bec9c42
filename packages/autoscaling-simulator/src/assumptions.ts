const MiB = 2 ** 20;

/**
 * What the model takes for granted. Speeds are of uncompressed logs. `npm run bench` measures a thread; docs/scaling.md
 * says how far below the measurement these stay, and why.
 */
export const assumptions = {
  /** A worker's vCPU, receiving, parsing and sending. */
  workerBytesPerSecondPerVcpu: 6 * MiB,
  /** Messages a task takes at once (SIEM_MESSAGES_IN_FLIGHT). */
  messagesInFlightPerTask: 40,
  /** From the wish to the first message: Fargate's start, the image, the first poll. */
  taskStartSeconds: 75,
  /** How old the newest CloudWatch datapoint is when an alarm sees it. */
  metricDelaySeconds: 60,
  /** Usual size of an object: CloudTrail's are smaller, those of ALB and flow logs larger. */
  objectBytes: 8 * MiB,
  /** A data node's vCPU, indexing with one replica. */
  openSearchBytesPerSecondPerVcpu: 1.5 * MiB,
  /** What an OpenSearch Compute Unit of a serverless collection indexes; not measured, as a data node of two vCPU. */
  serverlessBytesPerSecondPerOcu: 3 * MiB,
  /** Load of the busiest minutes as a multiple of the mean, which nodes and tasks are sized for. */
  peakToMean: 2.5,
} as const;

export type Assumptions = { readonly [Name in keyof typeof assumptions]: number };
