import { type BodyFormat, ObjectReadError } from './errors.ts';

/** What one object may cost. */
export interface ReadLimits {
  /**
   * Uncompressed bytes of one object, all zip members together.
   * @defaultvalue 256 GiB
   */
  maxUncompressedBytes: number;
  /**
   * Uncompressed bytes for each stored byte.
   * @defaultvalue 250
   */
  maxRatio: number;
  /**
   * The ratio is not looked at below so many uncompressed bytes.
   * @defaultvalue 256 MiB
   */
  ratioGraceBytes: number;
  /**
   * Members of a zip file.
   * @defaultvalue 10,000
   */
  maxZipMembers: number;
  /**
   * Compressed data inside compressed data.
   * @defaultvalue 3
   */
  maxLevels: number;
  /**
   * Temporary file for a Parquet or zip file inside compressed data.
   * @defaultvalue 2 GiB
   */
  maxSpoolBytes: number;
  /** @defaultvalue the system's directory for temporary files */
  spoolDir?: string;
}

const GiB = 1024 ** 3;

export const defaultReadLimits: ReadLimits = {
  maxUncompressedBytes: 256 * GiB,
  maxRatio: 250,
  ratioGraceBytes: GiB / 4,
  maxZipMembers: 10_000,
  maxLevels: 3,
  maxSpoolBytes: 2 * GiB,
};

/** Counts what one level of compression gives out, over all members, and stops a bomb at the exact byte. */
export class ByteBudget {
  #left: number;
  readonly #allowed: number;

  constructor(limits: ReadLimits, objectBytes: number) {
    const byRatio = Math.max(limits.ratioGraceBytes, Math.floor(limits.maxRatio * objectBytes));
    this.#allowed = Math.min(limits.maxUncompressedBytes, byRatio);
    this.#left = this.#allowed;
  }

  /** A bomb was met; nothing more may be read. */
  get isSpent(): boolean {
    return this.#left < 0;
  }

  async *watch(bytes: AsyncIterable<Uint8Array>, format: BodyFormat): AsyncGenerator<Uint8Array> {
    let position = 0;
    for await (const piece of bytes) {
      if (piece.length > this.#left) {
        if (this.#left > 0) yield piece.subarray(0, this.#left);
        position += Math.max(0, this.#left);
        this.#left = -1;
        throw new ObjectReadError(
          'bomb',
          `More than ${this.#allowed} uncompressed bytes, the most this object may have`,
          {
            format,
            position,
          },
        );
      }
      this.#left -= piece.length;
      position += piece.length;
      yield piece;
    }
  }
}
