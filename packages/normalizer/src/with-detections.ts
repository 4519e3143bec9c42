import type { Detection } from '@siem/log-type';

/**
 * The document with the rules that recognised its record.
 * @param counts documents by rule; what is found is added
 */
export function withDetections(source: string, found: readonly Detection[], counts: Record<string, number>): string {
  for (const { id } of found) counts[id] = (counts[id] ?? 0) + 1;
  const members = (['id', 'name', 'severity'] as const).map(
    (member) =>
      `,"siem.detection.${member}":${JSON.stringify([...new Set(found.map((detection) => detection[member]))])}`,
  );
  return `${source.slice(0, -1)}${members.join('')}}`;
}
