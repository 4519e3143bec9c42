import type { RawRecord } from '@siem/log-type';

const maxDepth = 32;
const key = /([\w.:@/-]{1,256})=/y;
/** Behind a bracket that closes a value: another one, the next member, or the end. */
const afterClosing = /[}\]]*(?:, |$)/y;

/**
 * Reads what a query prints for structs, maps and arrays: `{type=Root, attributes={a=1}, tags=[x, y], policy={"a": 1}}`.
 * Nothing is escaped in it, so a comma ends a value only before another name, and a bracket where a value may end.
 * @param nameOf the name that a member has in a document
 * @returns undefined where the text is none
 */
export function readRowText(text: string, nameOf: (name: string) => string): unknown {
  const reader = new RowReader(text, nameOf);
  const value = reader.value(0);
  return reader.isAtEnd && typeof value === 'object' ? value : undefined;
}

class RowReader {
  private readonly text: string;
  private readonly nameOf: (name: string) => string;
  private at = 0;

  constructor(text: string, nameOf: (name: string) => string) {
    this.text = text;
    this.nameOf = nameOf;
  }

  get isAtEnd(): boolean {
    return this.at === this.text.length;
  }

  value(depth: number): unknown {
    const first = this.text[this.at];
    if (depth < maxDepth && (first === '{' || first === '[')) {
      const start = this.at;
      const value = this.json() ?? (first === '{' ? this.members(depth) : this.items(depth));
      if (value !== undefined) return value;
      this.at = start;
    }
    return this.scalar();
  }

  /** Values of maps may be JSON. */
  private json(): unknown {
    if (!/["{[\]}]/.test(this.text[this.at + 1] ?? '')) return undefined;
    const end = endOfJson(this.text, this.at);
    if (end === undefined) return undefined;
    try {
      const value: unknown = JSON.parse(this.text.slice(this.at, end));
      this.at = end;
      return value;
    } catch {
      return undefined;
    }
  }

  private members(depth: number): RawRecord | undefined {
    const record: RawRecord = {};
    this.at++;
    while (this.text[this.at] !== '}') {
      key.lastIndex = this.at;
      const name = key.exec(this.text)?.[1];
      if (name === undefined) return undefined;
      this.at += name.length + 1;
      const value = this.value(depth + 1);
      if (value !== undefined) record[this.nameOf(name)] = value;
      if (!this.next('}')) return undefined;
    }
    this.at++;
    return record;
  }

  private items(depth: number): unknown[] | undefined {
    const list: unknown[] = [];
    this.at++;
    while (this.text[this.at] !== ']') {
      list.push(this.value(depth + 1));
      if (!this.next(']')) return undefined;
    }
    this.at++;
    return list;
  }

  /** Behind the comma, or at the bracket. */
  private next(closing: string): boolean {
    if (this.text[this.at] === closing) return true;
    if (!this.text.startsWith(', ', this.at)) return false;
    this.at += 2;
    return true;
  }

  private scalar(): string | undefined {
    const start = this.at;
    while (this.at < this.text.length && !this.isEndOfScalar()) this.at++;
    const value = this.text.slice(start, this.at);
    return value === 'null' || value === '' ? undefined : value;
  }

  private isEndOfScalar(): boolean {
    const { text, at } = this;
    if (text[at] === ',') {
      key.lastIndex = at + 2;
      return text[at + 1] === ' ' && (key.test(text) || text[at + 2] === '{');
    }
    if (text[at] !== '}' && text[at] !== ']') return false;
    afterClosing.lastIndex = at + 1;
    return afterClosing.test(text);
  }
}

/** Behind the bracket that closes the one at `start`; brackets in strings count for nothing. */
function endOfJson(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === '\\') at++;
    } else if (character === '{' || character === '[') depth++;
    else if ((character === '}' || character === ']') && --depth === 0) return at + 1;
  }
  return undefined;
}
