import type { ListedIndicator } from '../indicator.ts';
import type { ListFile } from '../read-lists.ts';
import { optional, time } from './csv.ts';

/** @see https://feodotracker.abuse.ch/blocklist/ (JSON) */
export function* readFeodoTracker({ modifiedAt }: ListFile, entries: readonly unknown[]): Generator<ListedIndicator> {
  for (const entry of entries) {
    const { ip_address: value, malware, status, first_seen, last_online } = (entry ?? {}) as Record<string, unknown>;
    if (typeof value !== 'string') throw new Error('is a JSON list whose entries have no text "ip_address"');
    yield {
      value,
      name: String(malware ?? 'unknown'),
      provider: 'abuse.ch',
      reference: `https://feodotracker.abuse.ch/browse/host/${value}/`,
      modified_at: modifiedAt,
      ...optional('description', typeof status === 'string' ? `status is ${status}` : undefined),
      ...optional('first_seen', time(textOf(first_seen))),
      ...optional('last_seen', time(textOf(last_online))),
    };
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
