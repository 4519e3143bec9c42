import type { RecordBuffer } from './record-buffer.ts';

/** Finds records in a window. Its state lives across windows, so records may be cut anywhere. */
export interface Framer {
  /** Looks at the window from `scanned` on, marks records and moves `scanned`. */
  scan(buffer: RecordBuffer): void;
  /**
   * The record under way fills the largest window. True: the framer gave it up and went on behind its beginning, so that
   * it need not become overlong.
   */
  rescue?(buffer: RecordBuffer): boolean;
  /** The part has ended; `isCut`: in a place where it should not. Called once, after the last scan(). */
  finish(buffer: RecordBuffer, isCut: boolean): void;
}
