/** As much of WebAssembly's binary format as one function on a memory needs. Source: https://webassembly.github.io/spec/core/binary/ */

const i32Type = 0x7f;
const v128Type = 0x7b;

/** Instructions of a function, in the order in which they are called for: operands first, as in the format itself. */
export class WasmCode {
  private readonly bytes: number[] = [];
  private readonly parameters: number;
  private readonly locals: number[] = [];

  /** @param parameters all of type i32 */
  constructor(parameters: number) {
    this.parameters = parameters;
  }

  i32Local(): number {
    return this.newLocal(i32Type);
  }

  v128Local(): number {
    return this.newLocal(v128Type);
  }

  private newLocal(type: number): number {
    this.locals.push(type);
    return this.parameters + this.locals.length - 1;
  }

  op(...bytes: number[]): this {
    this.bytes.push(...bytes);
    return this;
  }

  get(local: number): this {
    return this.op(0x20, ...unsigned(local));
  }

  set(local: number): this {
    return this.op(0x21, ...unsigned(local));
  }

  tee(local: number): this {
    return this.op(0x22, ...unsigned(local));
  }

  i32(value: number): this {
    return this.op(0x41, ...signed(value));
  }

  /** Vector instruction. */
  simd(opcode: number, ...immediates: number[]): this {
    return this.op(0xfd, ...unsigned(opcode), ...immediates);
  }

  /** Where a load or store finds its bytes: any alignment, `offset` behind the address on the stack. */
  static at(offset: number): number[] {
    return [0, ...unsigned(offset)];
  }

  /** Repeats the body as long as it leaves something other than zero on the stack. */
  loop(body: () => void): this {
    this.op(0x03, 0x40);
    body();
    return this.op(0x0d, 0, 0x0b);
  }

  /** A module that imports the memory `m.m` and exports the function as `f`. */
  module(): Uint8Array<ArrayBuffer> {
    const locals = [...unsigned(this.locals.length), ...this.locals.flatMap((type) => [1, type])];
    const body = [...locals, ...this.bytes, 0x0b];
    const name = (text: string) => [text.length, ...Buffer.from(text)];
    return new Uint8Array([
      ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      ...section(1, [1, 0x60, this.parameters, ...new Array<number>(this.parameters).fill(i32Type), 0]),
      ...section(2, [1, ...name('m'), ...name('m'), 0x02, 0x00, 1]),
      ...section(3, [1, 0]),
      ...section(7, [1, ...name('f'), 0x00, 0]),
      ...section(10, [1, ...unsigned(body.length), ...body]),
    ]);
  }
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

/** LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return bytes;
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const isLast = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
    bytes.push(isLast ? low : low | 0x80);
    if (isLast) return bytes;
  }
}
