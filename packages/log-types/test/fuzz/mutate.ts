/** Text that programs stumble over. */
const oddTexts = [
  '',
  '-',
  'null',
  '[]',
  '\u0000',
  '\u001b[31m',
  '\ud800',
  '\u2028',
  '\ufeff',
  '\u202e',
  'İ',
  '日本語',
  '𝔘𝔫𝔦',
  '%',
  '%c3%28',
  '%25%00',
  '"',
  '\\',
  '\\"',
  "'",
  '\r\n',
  '\n',
  '\t',
  '|',
  '=',
  '[',
  '{',
  '<',
  ']]>',
  '&#x110000;',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  'toString',
  '0',
  '-0',
  '1e999',
  'NaN',
  '99999999999999999999999999',
  '2026-02-30T25:61:61Z',
  '9999-12-31T23:59:59.999999999Z',
  '::',
  '::ffff:1.2.3.4',
  '256.256.256.256',
  'http://[::1',
  'a'.repeat(5_000),
  ' '.repeat(5_000),
  '['.repeat(300),
  '{"a":'.repeat(250),
  '('.repeat(2_000),
] as const;

/** Values of other types than records have. */
const oddValues: readonly (() => unknown)[] = [
  () => null,
  () => true,
  () => 0,
  () => -1.5,
  () => 1e308,
  () => 12_345_678_901_234_567_890n,
  () => [],
  () => [null],
  () => [[['x']]],
  () => ({}),
  () => ({ toString: 1, valueOf: 2, length: -1 }),
  () => ({ constructor: { prototype: null } }),
  () => nested(150),
  () => Array.from({ length: 300 }, (_, i) => ({ [`name ${i}`]: i })),
];

function nested(depth: number): unknown {
  return depth === 0 ? 'deep' : depth % 2 === 0 ? [nested(depth - 1)] : { a: nested(depth - 1) };
}

/** A stream of numbers in [0, 1): mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Random = () => number;
const below = (random: Random, count: number) => Math.floor(random() * count);
const pick = <T>(random: Random, list: readonly T[]): T => list[below(random, list.length)]!;

/** The content with a few faults in it, of a kind that fits it, or of any kind. */
export function mutate(content: Buffer, isBinary: boolean, random: Random): Buffer {
  if (isBinary || random() < 0.25) return mutateBytes(content, random);
  const text = content.toString('utf8');
  const values = random() < 0.75 ? mutateJson(text, random) : undefined;
  return Buffer.from(values ?? mutateText(text, random));
}

function mutateBytes(content: Buffer, random: Random): Buffer {
  const at = () => below(random, content.length + 1);
  const [start, end] = [at(), at()].sort((a, b) => a - b) as [number, number];
  const cut = Math.min(end, start + 4_000);
  switch (below(random, 5)) {
    case 0:
      return content.subarray(0, start);
    case 1:
      return content.subarray(start);
    case 2:
      return Buffer.concat([content.subarray(0, start), content.subarray(cut)]);
    case 3:
      return Buffer.concat([content.subarray(0, cut), content.subarray(start, cut), content.subarray(start)]);
    default: {
      const flipped = Buffer.from(content);
      for (let i = 0; i < 1 + content.length / 200; i++) flipped[below(random, content.length)] = below(random, 256);
      return flipped;
    }
  }
}

const tokens = /[\w.:%/+-]+|[^\w.:%/+-]/gu;

function mutateText(text: string, random: Random): string {
  const parts = text.match(tokens) ?? [];
  for (let i = 0; i < 1 + parts.length / 100; i++) {
    const at = below(random, parts.length);
    const fault = below(random, 4);
    if (fault === 0) parts.splice(at, 1 + below(random, 3));
    else if (fault === 1) parts.splice(at, 0, ...parts.slice(at, at + below(random, 20)));
    else if (fault === 2) parts[at] = pick(random, oddTexts);
    else parts[at] = pick(random, parts);
  }
  return parts.join('');
}

/** Of one JSON value or one a line; undefined for what is none. */
function mutateJson(text: string, random: Random): string | undefined {
  const whole = parsed(text);
  if (whole !== undefined) return write(mutateValue(whole, random, 0.02));
  const lines = text.split('\n').map((line) => (line.trim() === '' ? undefined : (parsed(line) ?? line)));
  if (lines.every((line) => typeof line !== 'object')) return undefined;
  return lines
    .map((line) => (typeof line === 'object' ? write(mutateValue(line, random, 0.05)) : (line ?? '')))
    .join('\n');
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function write(value: unknown): string {
  const digits = (_name: string, item: unknown) =>
    typeof item === 'bigint' ? (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(String(item)) : item;
  return JSON.stringify(value, digits) ?? 'null';
}

/** @param share of the values that change */
function mutateValue(value: unknown, random: Random, share: number): unknown {
  if (random() < share) return random() < 0.5 ? pick(random, oddTexts) : pick(random, oddValues)();
  if (typeof value === 'string') {
    const inner = value.startsWith('{') ? parsed(value) : undefined;
    if (inner !== undefined) return write(mutateValue(inner, random, share * 2));
    return random() < share ? mutateText(value, random) : value;
  }
  if (Array.isArray(value)) return value.map((item) => mutateValue(item, random, share));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(() => random() >= share);
  if (random() < share) members.push([pick(random, oddTexts).slice(0, 300), pick(random, oddTexts)]);
  return Object.fromEntries(members.map(([name, member]) => [name, mutateValue(member, random, share)]));
}
