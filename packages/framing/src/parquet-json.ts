import { Buffer, isUtf8 } from 'node:buffer';
import type { ParquetParsers, SchemaElement, SchemaTree } from 'hyparquet/src/types.js';

/** JSON text of a value; undefined where there is none, and then the member is left out. */
export type JsonWriter = (value: unknown) => string | undefined;

/** Set by writers when a number has more digits than a double holds. */
export interface NumberWatch {
  hasBigNumbers: boolean;
}

const exactDigits = 15;

/**
 * Values that are written as text become JSON text when they are decoded: that is once for each entry of a dictionary,
 * not once a row. So every string that a writer meets is JSON text already.
 */
export const jsonTextParsers: ParquetParsers = {
  stringFromBytes: (bytes: Uint8Array | undefined) => bytes && bytesText(bytes),
  jsonFromBytes: (bytes: Uint8Array | undefined) => bytes && jsonText(bytes),
  uuidFromBytes: (bytes: Uint8Array | undefined) => bytes && `"${uuid(bytes)}"`,
  dateFromDays: (days: number | undefined) =>
    days !== undefined && `"${isoTime(BigInt(days) * 86_400n, 1n).slice(0, 10)}"`,
  timestampFromMilliseconds: (value: bigint | undefined) => timeText(value, 1_000n),
  timestampFromMicroseconds: (value: bigint | undefined) => timeText(value, 1_000_000n),
  timestampFromNanoseconds: (value: bigint | undefined) => timeText(value, 1_000_000_000n),
  geometryFromBytes: (bytes: Uint8Array | undefined) => bytes && bytesText(bytes),
  geographyFromBytes: (bytes: Uint8Array | undefined) => bytes && bytesText(bytes),
};

/**
 * Prepares schema elements for decoding without loss: decimals and what the library refuses to convert stay raw, byte
 * arrays of no stated type are decoded as text.
 * @returns the decimals, which are the writer's business
 */
export function prepareSchema(elements: readonly SchemaElement[]): ReadonlySet<SchemaElement> {
  const decimals = new Set<SchemaElement>();
  for (const element of elements) {
    const logical = element.logical_type?.type;
    if (element.type === undefined) {
      if (logical === 'LIST' || logical === 'MAP') element.converted_type ??= logical;
      continue;
    }
    if (logical === 'DECIMAL' && element.logical_type && 'scale' in element.logical_type) {
      element.scale ??= element.logical_type.scale;
    }
    if (element.converted_type === 'DECIMAL' || logical === 'DECIMAL') decimals.add(element);
    const isRaw = decimals.has(element) || rawTypes.has(element.converted_type ?? '') || rawTypes.has(logical ?? '');
    if (isRaw) {
      delete element.converted_type;
      delete element.logical_type;
    } else if (logical === 'JSON') element.converted_type ??= 'JSON';
    else if (element.type === 'BYTE_ARRAY' && (element.converted_type ?? 'ENUM') === 'ENUM' && logical !== 'STRING') {
      if (logical === undefined || logical === 'ENUM') element.converted_type = 'UTF8';
    }
  }
  return decimals;
}

const rawTypes = new Set(['BSON', 'INTERVAL']);

export function jsonWriter(node: SchemaTree, decimals: ReadonlySet<SchemaElement>, watch: NumberWatch): JsonWriter {
  const { element, children } = node;
  const [first] = children;
  if (first === undefined) return inArrays(leafWriter(element, decimals, watch));
  if (element.logical_type?.type === 'VARIANT') return (value) => anyText(value);
  if (element.converted_type === 'LIST' && children.length === 1) {
    const item = first.children.length === 1 ? (first.children[0] as SchemaTree) : first;
    return inArrays(jsonWriter(item, decimals, watch));
  }
  const values = first.children[1];
  const isMap = element.converted_type === 'MAP' || element.converted_type === 'MAP_KEY_VALUE';
  if (isMap && values) return inArrays(mapWriter(jsonWriter(values, decimals, watch)));
  const members = children.map((child): [string, string, JsonWriter] => [
    child.element.name,
    `${JSON.stringify(child.element.name)}:`,
    jsonWriter(child, decimals, watch),
  ]);
  return inArrays((value) => structText(value as Record<string, unknown>, members));
}

function inArrays(write: JsonWriter): JsonWriter {
  const writeAny: JsonWriter = (value) => {
    if (value === undefined || value === null) return undefined;
    if (!Array.isArray(value)) return write(value);
    return `[${value.map((item) => writeAny(item) ?? 'null').join(',')}]`;
  };
  return writeAny;
}

function structText(value: Record<string, unknown>, members: readonly [string, string, JsonWriter][]): string {
  let text = '';
  for (const [name, prefix, write] of members) {
    const member = write(value[name]);
    if (member !== undefined) text += (text === '' ? '' : ',') + prefix + member;
  }
  return `{${text}}`;
}

function mapWriter(write: JsonWriter): JsonWriter {
  return (value) => {
    // Keys that were text are JSON text already.
    const members = Object.entries(value as object).map(
      ([key, member]) => `${key.startsWith('"') ? key : JSON.stringify(key)}:${write(member) ?? 'null'}`,
    );
    return `{${members.join(',')}}`;
  };
}

function leafWriter(element: SchemaElement, decimals: ReadonlySet<SchemaElement>, watch: NumberWatch): JsonWriter {
  if (decimals.has(element)) {
    const scale = element.scale ?? 0;
    return (value) => watched(decimalText(unscaled(value as number | bigint | Uint8Array), scale), watch);
  }
  if (element.type === 'FLOAT') return (value) => floatText(value as number);
  return (value) => {
    if (typeof value === 'string') return value;
    if (typeof value === 'bigint') return watched(value.toString(), watch);
    return value instanceof Uint8Array ? bytesText(value) : anyText(value);
  };
}

function watched(number: string, watch: NumberWatch): string {
  if (number.length > exactDigits) watch.hasBigNumbers = true;
  return number;
}

/** Without trailing noise: 0.1 as a 32-bit float is not 0.10000000149011612. */
function floatText(value: number): string {
  if (!Number.isFinite(value)) return 'null';
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return JSON.stringify(short);
  }
  return JSON.stringify(Number(value.toPrecision(9)));
}

function anyText(value: unknown): string | undefined {
  if (typeof value === 'bigint') return value.toString();
  return JSON.stringify(value, (_, member) => {
    if (typeof member === 'bigint') return member.toString();
    return member instanceof Uint8Array ? JSON.parse(bytesText(member)) : member;
  });
}

/** Two's complement, most significant byte first. */
function unscaled(value: number | bigint | Uint8Array): bigint {
  if (!(value instanceof Uint8Array)) return BigInt(value);
  const hex = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex');
  return hex === '' ? 0n : BigInt.asIntN(value.length * 8, BigInt(`0x${hex}`));
}

function decimalText(value: bigint, scale: number): string {
  if (scale <= 0) return (value * 10n ** BigInt(-scale)).toString();
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function bytesText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return JSON.stringify(buffer.toString(isUtf8(buffer) ? 'utf8' : 'base64'));
}

function jsonText(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  try {
    JSON.parse(text);
    return text;
  } catch {
    return JSON.stringify(text);
  }
}

function uuid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function timeText(value: bigint | undefined, unitsPerSecond: bigint): string | undefined {
  return value === undefined || value === null ? undefined : `"${isoTime(value, unitsPerSecond)}"`;
}

/** ISO 8601 in UTC with as many digits behind the second as the unit has, at least three where it has any. */
function isoTime(value: bigint, unitsPerSecond: bigint): string {
  const fraction = ((value % unitsPerSecond) + unitsPerSecond) % unitsPerSecond;
  const seconds = (value - fraction) / unitsPerSecond;
  const time = new Date(Number(seconds) * 1000);
  // Beyond the years a Date knows, the number itself says more than nothing.
  if (Number.isNaN(time.getTime())) return value.toString();
  const digits = unitsPerSecond === 1n ? '' : fraction.toString().padStart(unitsPerSecond.toString().length - 1, '0');
  const shown = digits.replace(/(?:000){1,3}$/, '').padEnd(3, '0');
  return `${time.toISOString().slice(0, -5)}.${shown}Z`;
}
