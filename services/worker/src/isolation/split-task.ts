import type { NormalizeTask } from '@siem/normalizer';

const lineFeed = 10;

/** Some neighbouring records of a chunk, as a chunk of their own. */
export interface RecordGroup {
  /** Own bytes, which may be transferred. */
  task(): NormalizeTask;
  bytes: number;
  /** The record's bytes; several records: all of them. */
  raw(): Uint8Array;
  /** Undefined: a single record. */
  halves(): [RecordGroup, RecordGroup] | undefined;
}

/** All records of a task. The task's bytes must stay as they are. */
export function recordGroup(task: NormalizeTask): RecordGroup {
  return group(task, task.ranges ?? lineRanges(task.bytes));
}

/** @param ranges [start, end, ...] in the task's bytes */
function group(task: NormalizeTask, ranges: Uint32Array): RecordGroup {
  const start = ranges[0] ?? 0;
  const end = ranges[ranges.length - 1] ?? 0;
  return {
    bytes: end - start,
    task() {
      const part: NormalizeTask = { ...task, bytes: task.bytes.slice(start, end) };
      if (task.ranges !== undefined) part.ranges = ranges.map((offset) => offset - start);
      // What later records inherit is known only from those before them.
      if (ranges[0] !== task.ranges?.[0]) delete part.inherited;
      return part;
    },
    raw: () => task.bytes.slice(start, end),
    halves() {
      if (ranges.length <= 2) return envelopeHalves(task, ranges);
      const middle = 2 * Math.ceil(ranges.length / 4);
      return [group(task, ranges.subarray(0, middle)), group(task, ranges.subarray(middle))];
    },
  };
}

/** A CloudWatch Logs envelope holds many records; as two envelopes with half of them each, it gives the same documents. */
function envelopeHalves(task: NormalizeTask, ranges: Uint32Array): [RecordGroup, RecordGroup] | undefined {
  if (task.envelope !== 'cloudwatch-logs' || ranges.length === 0) return undefined;
  let value: { logEvents?: unknown };
  try {
    value = JSON.parse(Buffer.from(task.bytes.subarray(ranges[0], ranges[1])).toString('utf8'));
  } catch {
    return undefined;
  }
  const { logEvents } = value;
  if (!Array.isArray(logEvents) || logEvents.length < 2) return undefined;
  const middle = Math.ceil(logEvents.length / 2);
  const half = (events: unknown[]) => {
    const bytes = new Uint8Array(Buffer.from(JSON.stringify({ ...value, logEvents: events })));
    return group({ ...task, bytes, ranges: Uint32Array.of(0, bytes.length) }, Uint32Array.of(0, bytes.length));
  };
  return [half(logEvents.slice(0, middle)), half(logEvents.slice(middle))];
}

/** Lines that are not blank, without their line feeds. */
function lineRanges(bytes: Uint8Array): Uint32Array {
  const ranges: number[] = [];
  let start = 0;
  while (start < bytes.length) {
    let end = bytes.indexOf(lineFeed, start);
    if (end < 0) end = bytes.length;
    if (!isBlank(bytes, start, end)) ranges.push(start, end);
    start = end + 1;
  }
  return new Uint32Array(ranges);
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i]! > 32) return false;
  return true;
}
