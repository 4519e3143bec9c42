import type { ObjectSource } from '@siem/decompression';
import { at, type ContentSignature, type LogTypeDefinition, type RawRecord } from '@siem/log-type';
import { type Sample, type SampleRecord, takeSample } from './sample.ts';

export interface Candidate {
  definition: LogTypeDefinition;
  /** Of the signature; the highest wins. */
  score: number;
  /** Records of the sample that the signature recognises. */
  recognised: number;
  records: number;
}

export interface Detection {
  definition: LogTypeDefinition;
  /** All log types that recognise the sample, best first. */
  candidates: readonly Candidate[];
}

/** Logs of applications are a mixture; with less than this share of the records it is somebody else's log that holds a few similar ones. */
const leastShare = 0.2;

/**
 * Recognises an object by its first records (at most 50 of its first 256 KiB).
 * @param logTypes in the order in which they are preferred among equals
 * @returns undefined where no log type recognises at least a fifth of the records
 * @throws ObjectReadError and errors of the source
 */
export async function detectLogType(
  source: ObjectSource,
  logTypes: readonly LogTypeDefinition[],
): Promise<Detection | undefined> {
  const sample = await takeSample(source);
  const judged = await Promise.all(logTypes.map((definition) => judge(definition, sample)));
  const candidates = judged
    .filter((candidate) => candidate !== undefined)
    .sort((a, b) => b.score - a.score || b.recognised / b.records - a.recognised / a.records);
  const [best] = candidates;
  return best === undefined ? undefined : { definition: best.definition, candidates };
}

async function judge(definition: LogTypeDefinition, sample: Sample): Promise<Candidate | undefined> {
  const { content, format } = definition;
  if (content === undefined) return undefined;
  const score = content.score ?? content.json?.length ?? content.header?.length ?? 1;
  if (sample.lines.length > 0) return judgeLines(definition, content, sample.lines, score);
  const path = format.kind === 'json' ? format.records : undefined;
  const records = await recordsAt(sample, path);
  const recognised = records.filter((record) => recognises(content, record)).length;
  return recognised > 0 && recognised >= records.length * (content.share ?? leastShare)
    ? { definition, score, recognised, records: records.length }
    : undefined;
}

/** Of the first path that holds records, in the file or inside an envelope. */
async function recordsAt(
  sample: Sample,
  path: string | readonly string[] | undefined,
): Promise<readonly SampleRecord[]> {
  const paths = typeof path === 'string' ? [path] : (path ?? []);
  let records: readonly SampleRecord[] = [];
  for (const one of [...paths, undefined]) {
    if (records.length === 0) records = await sample.jsonRecords(one);
  }
  return records.flatMap((record): readonly SampleRecord[] | SampleRecord => {
    if ('text' in record) return record;
    const held = paths.map((one) => at(record.json, one.split('.'))).find((list) => Array.isArray(list));
    return (held as RawRecord[] | undefined)?.filter(isObject).map((json) => ({ json })) ?? record;
  });
}

function isObject(value: unknown): value is RawRecord {
  return typeof value === 'object' && value !== null;
}

function judgeLines(
  definition: LogTypeDefinition,
  content: ContentSignature,
  lines: readonly string[],
  score: number,
): Candidate | undefined {
  if (content.header !== undefined) {
    const header = lines.find((line) => isHeader(line, content.header!));
    if (header !== undefined) return { definition, score, recognised: lines.length, records: lines.length };
  }
  if (content.text === undefined) return undefined;
  // Records of several lines: only their first lines are recognised.
  const { format } = definition;
  const { kind } = format;
  const ignore = 'ignore' in format ? format.ignore : undefined;
  const usable = ignore === undefined ? lines : lines.filter((line) => !ignore.test(line));
  const isMultiline = kind === 'multiline' || kind === 'xml' || kind === 'winevtxml';
  const candidates = isMultiline ? [usable.slice(0, 5).join('\n')] : usable.filter((line) => !line.startsWith('#'));
  const recognised = candidates.filter((line) => content.text!.test(line)).length;
  return recognised > 0 && recognised >= candidates.length * (content.share ?? leastShare)
    ? { definition, score, recognised, records: candidates.length }
    : undefined;
}

function isHeader(line: string, names: readonly (string | readonly string[])[]): boolean {
  const found = new Set(
    line
      .replace(/^#Fields:\s*/i, '')
      .split(/[\s,;|]+/)
      .map((name) => name.replaceAll('"', '')),
  );
  return names.every((name) => (typeof name === 'string' ? found.has(name) : name.some((one) => found.has(one))));
}

function recognises(content: ContentSignature, record: SampleRecord): boolean {
  if (record.container !== undefined && hasMembers(content, record.container)) return true;
  return 'text' in record ? content.text?.test(record.text) === true : hasMembers(content, record.json);
}

function hasMembers(content: ContentSignature, json: RawRecord): boolean {
  const has = (path: string) => at(json, path.split('.')) !== undefined;
  return content.json?.every((path) => (typeof path === 'string' ? has(path) : path.some(has))) === true;
}
