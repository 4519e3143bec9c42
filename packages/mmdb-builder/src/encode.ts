/** A value of the MaxMind DB data section. Numbers: whole ones that fit are unsigned integers, others doubles. */
export type MmdbValue = string | number | boolean | { [key: string]: MmdbValue } | readonly MmdbValue[];

const types = { string: 2, double: 3, uint16: 5, uint32: 6, map: 7, uint64: 9, array: 11, boolean: 14 } as const;

/**
 * Encodes a value.
 * @see https://maxmind.github.io/MaxMind-DB/ (data section)
 */
export function encodeValue(value: MmdbValue, integer: 'uint16' | 'uint32' | 'uint64' = 'uint32'): Buffer {
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    return Buffer.concat([control(types.string, bytes.length), bytes]);
  }
  if (typeof value === 'boolean') return control(types.boolean, value ? 1 : 0);
  if (typeof value === 'number')
    return Number.isInteger(value) && value >= 0 ? encodeInteger(value, integer) : encodeDouble(value);
  if (Array.isArray(value)) {
    return Buffer.concat([control(types.array, value.length), ...value.map((item) => encodeValue(item as MmdbValue))]);
  }
  const entries = Object.entries(value as Record<string, MmdbValue>);
  return Buffer.concat([
    control(types.map, entries.length),
    ...entries.flatMap(([k, v]) => [encodeValue(k), encodeValue(v)]),
  ]);
}

/** Coordinates are always doubles. */
export function encodeDouble(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return Buffer.concat([control(types.double, 8), bytes]);
}

function encodeInteger(value: number, type: 'uint16' | 'uint32' | 'uint64'): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  const first = bytes.findIndex((byte) => byte !== 0);
  const significant = first < 0 ? Buffer.alloc(0) : bytes.subarray(first);
  return Buffer.concat([control(types[type], significant.length), significant]);
}

/** Type and size; types above 7 need a second byte, sizes from 29 on further ones. */
function control(type: number, size: number): Buffer {
  const head = type > 7 ? [0, type - 7] : [type << 5];
  if (size < 29) head[0]! |= size;
  else if (size < 29 + 256) {
    head[0]! |= 29;
    head.push(size - 29);
  } else {
    head[0]! |= 30;
    head.push((size - 285) >> 8, (size - 285) & 255);
  }
  return Buffer.from(head);
}
