const space = 0x20;
const quote = 0x22;
const backslash = 0x5c;
const brace = 0x7b;
const closeBrace = 0x7d;

/** What ends a run of characters that stand for themselves. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what has to be escaped
const special = /["\\\u0000-\u001f]/g;
const knownEscape = /^\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/;
/** Shorter than an escape may be, so only the end of the text looks so. */
const cutEscape = /^\\(?:u[\da-fA-F]{0,3})?$/;

export interface RepairedJson {
  value: unknown;
  /** The text ended early; what was open has been closed. */
  truncated: boolean;
}

/**
 * JSON as senders damage it: cut off at a size limit, with control characters in strings, or with escapes that JSON does
 * not know (`\x1b`). A value that was cut inside its text keeps what is there; numbers and names that may go on are left
 * out.
 * @returns undefined where it is no JSON for other reasons
 */
export function repairJson(text: string): RepairedJson | undefined {
  const repair = new Repair(text);
  try {
    return { value: JSON.parse(repair.run()) as unknown, truncated: repair.truncated };
  } catch {
    return undefined;
  }
}

/** Seen at its end, without an error of JSON.parse, which counts all lines to say where. */
export function isCutObject(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return text.charCodeAt(0) === brace && last > space && last !== closeBrace;
}

class Repair {
  truncated = false;
  private readonly text: string;
  private out = '';
  /** Closing brackets of what is open, innermost last. */
  private readonly closers: string[] = [];
  /** Length of `out` up to which it is complete but for the closers. */
  private complete = 0;
  private isKeyNext = false;

  constructor(text: string) {
    this.text = text;
  }

  run(): string {
    const { text } = this;
    let at = 0;
    while (at < text.length) {
      if (text.charCodeAt(at) !== quote) {
        this.outside(text[at]!);
        at++;
        continue;
      }
      const end = this.string(at + 1);
      if (end === undefined) return this.close();
      at = end;
    }
    return this.closers.length > 0 ? this.close() : this.out;
  }

  private outside(character: string): void {
    if (character === ',') this.complete = this.out.length;
    this.out += character;
    if (character === '{' || character === '[') {
      this.closers.push(character === '{' ? '}' : ']');
      this.complete = this.out.length;
      this.isKeyNext = character === '{';
    } else if (character === '}' || character === ']') {
      this.closers.pop();
      this.complete = this.out.length;
    } else if (character === ',') {
      this.isKeyNext = this.closers.at(-1) === '}';
    }
  }

  /** @returns position behind the string's end; undefined when the text ends first */
  private string(from: number): number | undefined {
    const { text } = this;
    const isKey = this.isKeyNext;
    this.isKeyNext = false;
    this.out += '"';
    for (let at = from; at < text.length; ) {
      special.lastIndex = at;
      const next = special.exec(text)?.index ?? text.length;
      this.out += text.substring(at, next);
      at = next;
      if (at === text.length) break;
      const code = text.charCodeAt(at);
      if (code === quote) {
        this.out += '"';
        if (!isKey) this.complete = this.out.length;
        return at + 1;
      }
      if (code === backslash) {
        const escaped = text.substring(at, at + 6);
        const known = knownEscape.exec(escaped)?.[0];
        if (known === undefined && cutEscape.test(escaped)) break;
        this.out += known ?? '\\\\';
        at += known?.length ?? 1;
      } else {
        this.out += `\\u${code.toString(16).padStart(4, '0')}`;
        at++;
      }
    }
    if (!isKey) {
      this.out += '"';
      this.complete = this.out.length;
    }
    return undefined;
  }

  private close(): string {
    this.truncated = true;
    return this.out.slice(0, this.complete) + this.closers.reverse().join('');
  }
}
