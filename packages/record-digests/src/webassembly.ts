export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** As much as this package uses: Node has it, TypeScript describes it among a browser's things only. */
export const { WebAssembly } = globalThis as unknown as {
  WebAssembly: {
    Memory: new (descriptor: { initial: number }) => WasmMemory;
    Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
    Instance: new (
      module: object,
      imports: Record<string, Record<string, unknown>>,
    ) => { exports: Record<string, unknown> };
  };
};
