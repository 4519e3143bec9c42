import type { ListedIndicator } from '../indicator.ts';
import type { ListFile } from '../read-lists.ts';
import { optional } from './csv.ts';

/** @see https://check.torproject.org/exit-addresses */
export function* readTorExits({ text }: ListFile): Generator<ListedIndicator> {
  let node = '';
  let lastSeen: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const [word, first = '', second, third] = line.split(' ');
    if (word === 'ExitNode') node = first;
    else if (word === 'LastStatus') lastSeen = `${first}T${second}Z`;
    else if (word === 'ExitAddress')
      yield {
        value: first,
        name: 'TOR',
        provider: 'torproject.org',
        reference: `https://metrics.torproject.org/rs.html#details/${node}`,
        modified_at: `${second}T${third}Z`,
        ...optional('last_seen', lastSeen),
      };
  }
}
