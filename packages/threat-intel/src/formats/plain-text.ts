import type { ListedIndicator } from '../indicator.ts';
import type { ListFile } from '../read-lists.ts';

const comment = /\s*(?:#|;|\/\/).*$/;

/**
 * An address, network or domain a line, comments behind `#`, `;` or `//`. Lines of a hosts file (`0.0.0.0 example.com`)
 * name the domain.
 */
export function* readPlainText({ text, name, provider, modifiedAt }: ListFile): Generator<ListedIndicator> {
  for (const line of text.split(/\r?\n/)) {
    const words = line.replace(comment, '').trim().split(/\s+/);
    const value = words.length > 1 && /^(?:0\.0\.0\.0|127\.0\.0\.1|::1?)$/.test(words[0]!) ? words[1]! : words[0]!;
    if (value !== '') yield { value, name, provider, modified_at: modifiedAt };
  }
}
