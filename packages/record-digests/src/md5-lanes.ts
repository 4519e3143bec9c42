import { WasmCode } from './wasm-code.ts';

/**
 * MD5 (RFC 1321) of many texts, four at a time: each step of the algorithm waits for the one before, so one text after
 * the other leaves most of a processor idle. Vectors of four words take four texts through the steps together.
 *
 * The function's parameters are the address of its table and the number of groups of four. The table has three words a
 * text: its address, its length, where the hexadecimal digits of its digest go, in quotes (34 bytes). Bytes behind a
 * text are read, and do not matter. The first `scratchBytes` of the memory are its own.
 */
export const scratchBytes = 1024;
export const tableEntryBytes = 12;
export const quotedDigits = 34;

/** Per text: its last bytes with the padding, up to two blocks, and room for zeros behind them. */
const tailBytes = 256;
const lanes = [0, 1, 2, 3];

const load = 0x00;
const store = 0x0b;
const shuffle = 0x0d;
const swizzle = 0x0e;
const i8x16Splat = 0x0f;
const i32x4Splat = 0x11;
const replaceLane = 0x1c;
const i32x4Less = 0x39;
const not = 0x4d;
const and = 0x4e;
const or = 0x50;
const xor = 0x51;
const bitselect = 0x52;
const i8x16ShiftRight = 0x6d;
const shiftLeft = 0xab;
const shiftRight = 0xad;
const add = 0xae;
const constant = 0x0c;

const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const initial = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];

export function md5LanesModule(): Uint8Array<ArrayBuffer> {
  const code = new WasmCode(2);
  const [table, groups] = [0, 1];
  const texts = lanes.map(() => ({ start: code.i32Local(), full: code.i32Local() }));
  const block = code.i32Local();
  const blocks = code.i32Local();
  const temporary = { length: code.i32Local(), rest: code.i32Local(), total: code.i32Local() };
  const totals = code.v128Local();
  const isPast = code.v128Local();
  const state = initial.map(() => code.v128Local());
  const words = initial.map(() => code.v128Local());
  const message = shifts.map(() => code.v128Local());
  const rows = lanes.map(() => code.v128Local());
  const pairs = lanes.map(() => code.v128Local());

  code.loop(() => {
    code.i32(0).set(blocks);
    for (const lane of lanes) prepare(lane);
    initial.forEach((word, i) => {
      code.i32(word).simd(i32x4Splat).set(state[i]!);
    });
    code.i32(0).set(block);
    code.loop(() => {
      for (let quarter = 0; quarter < 4; quarter++) loadWords(quarter);
      state.forEach((word, i) => {
        code.get(word).set(words[i]!);
      });
      steps();
      // All ones for texts that have this block, too.
      code.get(block).simd(i32x4Splat).get(totals).simd(i32x4Less).set(isPast);
      state.forEach((word, i) => {
        code.get(word).get(words[i]!).simd(add).get(word).get(isPast).simd(bitselect).set(word);
      });
      code.get(block).i32(1).op(0x6a).tee(block).get(blocks).op(0x49);
    });
    transpose(state, words);
    for (const lane of lanes) finish(lane);
    code
      .get(table)
      .i32(lanes.length * tableEntryBytes)
      .op(0x6a)
      .set(table);
    code.get(groups).i32(1).op(0x6b).tee(groups);
  });
  return code.module();

  /** Reads the text's entry of the table and writes its last bytes, with the padding, to its part of the scratch. */
  function prepare(lane: number): void {
    const { start, full } = texts[lane]!;
    const { length, rest, total } = temporary;
    const tail = lane * tailBytes;
    const entry = (word: number) => code.get(table).op(0x28, ...WasmCode.at(lane * tableEntryBytes + 4 * word));
    entry(0).set(start);
    entry(1).tee(length).i32(6).op(0x76).set(full);
    code.get(length).i32(63).op(0x71).set(rest);
    for (let at = 0; at < 64; at += 16) {
      code.i32(0).get(start).get(full).i32(6).op(0x74).op(0x6a);
      code.simd(load, ...WasmCode.at(at)).simd(store, ...WasmCode.at(tail + at));
    }
    for (let at = 0; at < 128; at += 16) {
      code
        .get(rest)
        .i32(0)
        .simd(i32x4Splat)
        .simd(store, ...WasmCode.at(tail + at));
    }
    code
      .get(rest)
      .i32(0x80)
      .op(0x3a, ...WasmCode.at(tail));
    // Where the length does not fit behind the rest, the padding takes a block more.
    code.get(rest).i32(55).op(0x4b).tee(total).i32(6).op(0x74);
    code
      .get(length)
      .i32(3)
      .op(0x74)
      .op(0x36, ...WasmCode.at(tail + 56));
    code.get(total).i32(6).op(0x74);
    code
      .get(length)
      .i32(29)
      .op(0x76)
      .op(0x36, ...WasmCode.at(tail + 60));
    code.get(total).i32(1).op(0x6a).get(full).op(0x6a).set(total);
    code.get(totals).get(total).simd(replaceLane, lane).set(totals);
    code.get(total).get(blocks).get(total).get(blocks).op(0x4b).op(0x1b).set(blocks);
  }

  /** Four words of the block of each text, turned so that a vector has the same word of all. */
  function loadWords(quarter: number): void {
    for (const lane of lanes) {
      const { start, full } = texts[lane]!;
      // In the text, behind it in its padded tail.
      code.get(start).get(block).i32(6).op(0x74).op(0x6a);
      code
        .get(block)
        .get(full)
        .op(0x6b)
        .i32(1)
        .op(0x71)
        .i32(6)
        .op(0x74)
        .i32(lane * tailBytes)
        .op(0x6a);
      code.get(block).get(full).op(0x49).op(0x1b);
      code.simd(load, ...WasmCode.at(quarter * 16)).set(rows[lane]!);
    }
    transpose(rows, message.slice(4 * quarter));
  }

  function transpose(from: readonly number[], to: readonly number[]): void {
    const mix = (a: number, b: number, picked: readonly number[], target: number) => {
      const bytes = picked.flatMap((word) => [4 * word, 4 * word + 1, 4 * word + 2, 4 * word + 3]);
      code
        .get(a)
        .get(b)
        .simd(shuffle, ...bytes)
        .set(target);
    };
    mix(from[0]!, from[1]!, [0, 4, 1, 5], pairs[0]!);
    mix(from[2]!, from[3]!, [0, 4, 1, 5], pairs[1]!);
    mix(from[0]!, from[1]!, [2, 6, 3, 7], pairs[2]!);
    mix(from[2]!, from[3]!, [2, 6, 3, 7], pairs[3]!);
    mix(pairs[0]!, pairs[1]!, [0, 1, 4, 5], to[0]!);
    mix(pairs[0]!, pairs[1]!, [2, 3, 6, 7], to[1]!);
    mix(pairs[2]!, pairs[3]!, [0, 1, 4, 5], to[2]!);
    mix(pairs[2]!, pairs[3]!, [2, 3, 6, 7], to[3]!);
  }

  function steps(): void {
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      const [a, b, c, d] = [0, 1, 2, 3].map((k) => words[(k + 64 - i) % 4]!) as [number, number, number, number];
      const picked = [i, 5 * i + 1, 3 * i + 5, 7 * i][round]! % 16;
      const sine = Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32);
      const shift = shifts[4 * round + (i % 4)]!;
      code.get(a).get(message[picked]!).simd(add).i32(sine).simd(i32x4Splat).simd(add);
      if (round === 0) code.get(c).get(d).get(b).simd(bitselect);
      else if (round === 1) code.get(b).get(c).get(d).simd(bitselect);
      else if (round === 2) code.get(b).get(c).simd(xor).get(d).simd(xor);
      else code.get(d).simd(not).get(b).simd(or).get(c).simd(xor);
      code.simd(add).tee(a).i32(shift).simd(shiftLeft);
      code
        .get(a)
        .i32(32 - shift)
        .simd(shiftRight)
        .simd(or);
      code.get(b).simd(add).set(a);
    }
  }

  /** Writes the digest of a text as hexadecimal digits. */
  function finish(lane: number): void {
    const digest = words[lane]!;
    const target = () => code.get(table).op(0x28, ...WasmCode.at(lane * tableEntryBytes + 8));
    const digits = (half: () => void, local: number) => {
      code.simd(constant, ...Buffer.from('0123456789abcdef'));
      half();
      code.simd(swizzle).set(local);
    };
    const [high, low] = [pairs[0]!, pairs[1]!];
    digits(() => code.get(digest).i32(4).simd(i8x16ShiftRight), high);
    digits(() => code.get(digest).i32(15).simd(i8x16Splat).simd(and), low);
    const interleaved = (from: number) => lanes.concat([4, 5, 6, 7]).flatMap((i) => [from + i, 16 + from + i]);
    target()
      .i32(0x22)
      .op(0x3a, ...WasmCode.at(0));
    target()
      .get(high)
      .get(low)
      .simd(shuffle, ...interleaved(0))
      .simd(store, ...WasmCode.at(1));
    target()
      .get(high)
      .get(low)
      .simd(shuffle, ...interleaved(8))
      .simd(store, ...WasmCode.at(17));
    target()
      .i32(0x22)
      .op(0x3a, ...WasmCode.at(33));
  }
}
