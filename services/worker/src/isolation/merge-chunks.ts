import type { NormalizedChunk } from '@siem/normalizer';

/** What parts of a chunk became, in their order, as if the chunk had been done at once. */
export function mergeChunks(parts: readonly NormalizedChunk[]): NormalizedChunk {
  const merged: NormalizedChunk = {
    body: concat(parts.map(({ body }) => body)),
    actionStarts: new Uint32Array(parts.reduce((sum, { sourceStarts }) => sum + sourceStarts.length, 1)),
    sourceStarts: new Uint32Array(parts.reduce((sum, { sourceStarts }) => sum + sourceStarts.length, 0)),
    contentHashes: new Uint32Array(parts.reduce((sum, { contentHashes }) => sum + contentHashes.length, 0)),
    read: 0,
    excluded: {},
    counted: {},
    detected: {},
    deadLetters: [],
  };
  let documents = 0;
  let offset = 0;
  for (const part of parts) {
    const count = part.sourceStarts.length;
    for (let i = 0; i < count; i++) {
      merged.actionStarts[documents + i] = part.actionStarts[i]! + offset;
      merged.sourceStarts[documents + i] = part.sourceStarts[i]! + offset;
    }
    merged.contentHashes.set(part.contentHashes, 2 * documents);
    for (const failure of part.deadLetters)
      merged.deadLetters.push({ ...failure, record: failure.record + merged.read });
    addCounts(merged.excluded, part.excluded);
    addCounts(merged.counted, part.counted);
    addCounts(merged.detected, part.detected);
    addEvents(merged, part);
    merged.read += part.read;
    documents += count;
    offset += part.body.length;
  }
  merged.actionStarts[documents] = merged.body.length;
  return merged;
}

function addEvents(merged: NormalizedChunk, { firstEvent, lastEvent }: NormalizedChunk): void {
  if (firstEvent === undefined || lastEvent === undefined) return;
  if (merged.firstEvent === undefined || firstEvent < merged.firstEvent) merged.firstEvent = firstEvent;
  if (merged.lastEvent === undefined || lastEvent > merged.lastEvent) merged.lastEvent = lastEvent;
}

function addCounts(sums: Record<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [rule, count] of Object.entries(counts)) sums[rule] = (sums[rule] ?? 0) + count;
}

function concat(arrays: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const array of arrays) {
    joined.set(array, offset);
    offset += array.length;
  }
  return joined;
}
