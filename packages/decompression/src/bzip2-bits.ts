import { Buffer } from 'node:buffer';

/** Begins each block; pi in decimal digits. */
export const blockMagic = 0x314159265359;
/** Stands before a stream's checksum; the square root of pi. */
export const endMagic = 0x177245385090;
export const magicBits = 48;

/** `count` (at most 48) bits from bit offset `bit` on, as a number. Bits behind the end are zero. */
export function readBits(bytes: Uint8Array, bit: number, count: number): number {
  let value = 0;
  for (let done = 0; done < count; ) {
    const at = bit + done;
    const inByte = 8 - (at & 7);
    const taken = Math.min(inByte, count - done);
    const byte = bytes[at >>> 3] ?? 0;
    value = value * 2 ** taken + ((byte >>> (inByte - taken)) & (2 ** taken - 1));
    done += taken;
  }
  return value;
}

/**
 * Bit offset of the next magic that begins at or after `fromBit`, undefined where there is none before `endByte`.
 * A magic begins at any bit, so two whole bytes inside it choose the few places worth a closer look.
 */
export function findMagic(bytes: Uint8Array, fromBit: number, endByte: number): number | undefined {
  let pair = 0;
  for (let at = fromBit >>> 3; at < endByte; at++) {
    pair = ((pair << 8) | (bytes[at] as number)) & 0xffff;
    const shifts = shiftsByPair[pair] as number;
    if (shifts === 0) continue;
    for (let shift = 0; shift < 8; shift++) {
      if ((shifts & (1 << shift)) === 0) continue;
      const bit = (at - pairOffset - 1) * 8 + shift;
      if (bit < fromBit || bit + magicBits > endByte * 8) continue;
      const found = readBits(bytes, bit, magicBits);
      if (found === blockMagic || found === endMagic) return bit;
    }
  }
  return undefined;
}

/** The pair looked at are the bytes 2 and 3 counted from the one in which the magic begins. */
const pairOffset = 2;
/** For each pair of bytes: a bit set for each shift at which a magic has this pair. */
const shiftsByPair = buildShifts();

function buildShifts(): Uint8Array {
  const shifts = new Uint8Array(0x10000);
  for (const magic of [blockMagic, endMagic]) {
    const bytes = Buffer.alloc(6);
    bytes.writeUIntBE(magic, 0, 6);
    for (let shift = 0; shift < 8; shift++) {
      const pair = readBits(bytes, pairOffset * 8 - shift, 16);
      shifts[pair] = (shifts[pair] as number) | (1 << shift);
    }
  }
  return shifts;
}

/** One block as a bzip2 file of its own, which any decoder reads. */
export function blockAsFile(
  bytes: Uint8Array,
  startBit: number,
  endBit: number,
  level: number,
): Uint8Array<ArrayBuffer> {
  const bits = endBit - startBit;
  const headerBytes = 4;
  // Header, block, magic and checksum of 80 bits.
  const file = new Uint8Array(headerBytes + Math.ceil((bits + 80) / 8));
  file.set([0x42, 0x5a, 0x68, 0x30 + level]);
  const shift = startBit & 7;
  const first = startBit >>> 3;
  const whole = Math.ceil(bits / 8);
  for (let index = 0; index < whole; index++) {
    const high = (bytes[first + index] ?? 0) << shift;
    const low = shift === 0 ? 0 : (bytes[first + index + 1] ?? 0) >>> (8 - shift);
    file[headerBytes + index] = high | low;
  }
  const extra = whole * 8 - bits;
  if (extra > 0) {
    const last = headerBytes + whole - 1;
    file[last] = (file[last] as number) & (0xff << extra);
  }
  writeBits(file, headerBytes * 8 + bits, endMagic, magicBits);
  // The checksum of a stream with one block is that block's, which stands behind its magic.
  writeBits(file, headerBytes * 8 + bits + magicBits, readBits(bytes, startBit + magicBits, 32), 32);
  return file;
}

/** Into bits that are zero. */
function writeBits(bytes: Uint8Array, bit: number, value: number, count: number): void {
  for (let index = 0; index < count; index++) {
    if (Math.floor(value / 2 ** (count - 1 - index)) % 2 === 0) continue;
    const at = bit + index;
    bytes[at >>> 3] = (bytes[at >>> 3] as number) | (0x80 >>> (at & 7));
  }
}
