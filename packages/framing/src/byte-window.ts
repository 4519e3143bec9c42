/** Bytes that a scanner looks at, and how far it has come. */
export interface ByteWindow {
  readonly bytes: Uint8Array;
  /** Of the same bytes, for looking at several in one step. */
  readonly view: DataView;
  /** Bytes filled in. */
  readonly length: number;
  /** Bytes looked at. Beyond `length` where the scanner knows that it need not look. */
  scanned: number;
}
