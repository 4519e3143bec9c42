const maxSpareBytes = 4 * 1024 * 1024;

/** Copies of bytes that are about to move to a thread and would be gone with it. Buffers are used again. */
export class KeptBytes {
  private readonly spare: ArrayBuffer[] = [];

  keep(bytes: Uint8Array): Uint8Array {
    let buffer = this.spare.pop();
    if (buffer === undefined || buffer.byteLength < bytes.length) buffer = new ArrayBuffer(roomFor(bytes.length));
    const copy = new Uint8Array(buffer, 0, bytes.length);
    copy.set(bytes);
    return copy;
  }

  release(copy: Uint8Array): void {
    const buffer = copy.buffer as ArrayBuffer;
    if (buffer.byteLength <= maxSpareBytes) this.spare.push(buffer);
  }
}

/** Chunks end with a record, so their sizes differ a little. */
function roomFor(bytes: number): number {
  return Math.ceil((bytes * 1.25) / 4096) * 4096;
}
