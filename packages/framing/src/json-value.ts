import type { ByteWindow } from './byte-window.ts';

const quote = 0x22;
const backslash = 0x5c;
const lineFeed = 0x0a;
const comma = 0x2c;
const colon = 0x3a;
const brace = 0x7b;
const bracket = 0x5b;
const letterN = 0x6e;
const letterT = 0x74;

/** A double holds any number of so many digits. */
const exactDigits = 15;
/** A number with an exponent of three digits may be beyond a double. Counts like exactDigits + 1 digits. */
const digitsBeforeExponent = exactDigits - 2;

const other = 0;
const string = 1;
const open = 2;
const close = 3;
const digit = 4;
const exponent = 5;
const sign = 6;

/** What a byte outside strings means. */
const classes = new Uint8Array(256);
classes[quote] = string;
classes[brace] = classes[bracket] = open;
classes[0x7d] = classes[0x5d] = close;
classes.fill(digit, 0x30, 0x3a);
classes[0x65] = classes[0x45] = exponent;
classes[0x2b] = classes[0x2d] = classes[0x2e] = sign;

export type ScanResult = 'ended' | 'more' | 'broken';

/**
 * Finds the end of one JSON value. Looks at strings, brackets and the length of numbers, and at no more grammar than
 * tells a value that was cut off from one that goes on in the next line; the rest is the parser's business.
 */
export class JsonValueScanner {
  /** Some number of the value has more digits than a double holds. */
  hasBigNumbers = false;
  isTooDeep = false;
  readonly #maxDepth: number;
  readonly #brackets: Uint8Array;
  #kind: 'nested' | 'string' | 'literal' = 'nested';
  #depth = 0;
  #inString = false;
  #digits = 0;
  /** Last byte before the window that is no white space. */
  #before = 0;
  #literal = '';

  constructor(maxDepth: number) {
    this.#maxDepth = maxDepth;
    this.#brackets = new Uint8Array(maxDepth + 2);
  }

  /** Another record begins. */
  forget(): void {
    this.hasBigNumbers = false;
    this.isTooDeep = false;
  }

  /** False: no JSON value begins with this byte. */
  begin(byte: number): boolean {
    const meaning = classes[byte];
    this.#digits = 0;
    this.#depth = 0;
    this.#literal = '';
    this.#inString = false;
    if (meaning === open) this.#kind = 'nested';
    else if (meaning === string) this.#kind = 'string';
    else if (meaning === digit || byte === 0x2d || byte === letterT || byte === 0x66 || byte === letterN) {
      this.#kind = 'literal';
    } else return false;
    return true;
  }

  scan(buffer: ByteWindow): ScanResult {
    return this.#kind === 'literal' ? this.#scanLiteral(buffer) : this.#scanNested(buffer);
  }

  /** The bytes have ended; true: so has the value. */
  finish(): boolean {
    return this.#kind === 'literal' && this.#isLiteral();
  }

  /** The hot loop of the worker's main thread: everything it needs is a local variable. */
  #scanNested(buffer: ByteWindow): ScanResult {
    const { bytes, length, view } = buffer;
    const from = buffer.scanned;
    const brackets = this.#brackets;
    const maxDepth = this.#maxDepth;
    let depth = this.#depth;
    let digits = this.#digits;
    let inString = this.#inString;
    let at = from;
    let result: ScanResult = 'more';
    scanning: while (at < length) {
      if (inString) {
        at = findStringEnd(bytes, view, at, length);
        if (at >= length) break;
        if (bytes[at] === lineFeed) {
          result = 'broken';
          break;
        }
        at++;
        inString = false;
        if (depth === 0) {
          result = 'ended';
          break;
        }
        // Most strings are followed by `:"` or `,"`.
        if (at + 1 < length && bytes[at + 1] === quote && (bytes[at] === colon || bytes[at] === comma)) {
          at += 2;
          inString = true;
          continue;
        }
      }
      while (at < length) {
        const byte = bytes[at++] as number;
        const meaning = classes[byte] as number;
        if (meaning === other) {
          digits = 0;
        } else if (meaning === string) {
          digits = 0;
          inString = true;
          break;
        } else if (meaning === digit) {
          if (++digits > exactDigits) this.hasBigNumbers = true;
        } else if (meaning === open) {
          if (depth > 0 && depth <= maxDepth) {
            let back = at - 2;
            while (back >= from && (bytes[back] as number) <= 0x20) back--;
            const before = back >= from ? bytes[back] : this.#before;
            const parent = brackets[depth] as number;
            const isExpected = parent === brace ? before === colon : before === comma || before === bracket;
            if (!isExpected) {
              at--;
              result = 'broken';
              break scanning;
            }
          }
          if (++depth <= maxDepth) brackets[depth] = byte;
          else this.isTooDeep = true;
        } else if (meaning === close) {
          digits = 0;
          // A closing bracket's code is the opening one's plus two.
          if (depth <= maxDepth && brackets[depth] !== byte - 2) {
            at--;
            result = 'broken';
            break scanning;
          }
          if (--depth === 0) {
            result = 'ended';
            break scanning;
          }
        } else if (meaning === exponent) {
          if (digits > 0 && digits < digitsBeforeExponent) digits = digitsBeforeExponent;
        }
      }
    }
    for (let back = Math.min(at, length) - 1; back >= from; back--) {
      const byte = bytes[back] as number;
      if (byte > 0x20) {
        this.#before = byte;
        break;
      }
    }
    this.#depth = depth;
    this.#digits = digits;
    this.#inString = inString;
    buffer.scanned = at;
    return result;
  }

  #scanLiteral(buffer: ByteWindow): ScanResult {
    const { bytes, length } = buffer;
    let at = buffer.scanned;
    while (at < length && isLiteralByte(bytes[at] as number)) {
      const byte = bytes[at++] as number;
      if (this.#literal.length < maxLiteralLength) this.#literal += String.fromCharCode(byte);
      const meaning = classes[byte];
      if (meaning === digit && ++this.#digits > exactDigits) this.hasBigNumbers = true;
      else if (meaning === exponent) this.#digits = Math.max(this.#digits, digitsBeforeExponent);
    }
    buffer.scanned = at;
    if (at === length) return 'more';
    return this.#isLiteral() ? 'ended' : 'broken';
  }

  #isLiteral(): boolean {
    return /^(?:true|false|null|-?\d[\d.eE+-]*)$/.test(this.#literal);
  }
}

/**
 * Offset of the quote that ends the string, or of a line feed, which no string contains. Four bytes are looked at in one
 * step: a byte of the mask has its high bit set where the word has a quote, a backslash or a control character (the
 * lowest such bit is exact).
 */
function findStringEnd(bytes: Uint8Array, view: DataView, from: number, length: number): number {
  const lastWord = length - 4;
  let at = from;
  while (at < length) {
    if (at <= lastWord) {
      const word = view.getInt32(at, true);
      const quotes = word ^ 0x22222222;
      const backslashes = word ^ 0x5c5c5c5c;
      const found =
        (((quotes - 0x01010101) & ~quotes) |
          ((backslashes - 0x01010101) & ~backslashes) |
          ((word - 0x20202020) & ~word)) &
        0x80808080;
      if (found === 0) {
        at += 4;
        continue;
      }
      at += (31 - Math.clz32(found & -found)) >> 3;
    }
    const byte = bytes[at];
    if (byte === quote || byte === lineFeed) return at;
    at += byte === backslash ? 2 : 1;
  }
  return at;
}

const maxLiteralLength = 64;

function isLiteralByte(byte: number): boolean {
  const meaning = classes[byte];
  return meaning === digit || meaning === sign || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}
