/** Compresses for tests; the package has no types. */
declare module 'bzip2-wasm' {
  export default class Bzip2 {
    init(): Promise<void>;
    /** @param blockSize in units of 100,000 bytes */
    compress(bytes: Uint8Array, blockSize?: number): Uint8Array;
  }
}
