/**
 * Why the bytes of an object end early. The object itself was delivered as it is stored, so reading again gives the same.
 *
 * - `truncated`    the compressed data stops in the middle
 * - `corrupt`      checksum or structure is wrong, or foreign bytes follow the compressed data
 * - `bomb`         more uncompressed bytes, or a higher ratio, than the limits allow
 * - `members`      a zip file has more members than the limits allow
 * - `nesting`      compressed data inside compressed data, deeper than the limits allow
 * - `spool`        a Parquet or zip file inside compressed data is larger than the temporary space allowed
 * - `unsupported`  encrypted, or compressed with a method nobody reads here
 */
export type ObjectReadErrorCode = 'truncated' | 'corrupt' | 'bomb' | 'members' | 'nesting' | 'spool' | 'unsupported';

export type BodyFormat = 'gzip' | 'bzip2' | 'zip' | 'zstd' | 'utf-16' | 'parquet';

/** The content of an object cannot be read to its end. What was yielded before stays valid. Trying again does not help. */
export class ObjectReadError extends Error {
  override readonly name = 'ObjectReadError';
  readonly code: ObjectReadErrorCode;
  readonly format: BodyFormat;
  /** Bytes that were yielded before, uncompressed from this format. */
  readonly position: number;
  /** Name of the zip member, where there is one. */
  readonly member: string | undefined;

  constructor(
    code: ObjectReadErrorCode,
    message: string,
    facts: { format: BodyFormat; position: number; member?: string | undefined; cause?: unknown },
  ) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = code;
    this.format = facts.format;
    this.position = facts.position;
    this.member = facts.member;
  }

  /** The same fault with the zip member it stands in. */
  inMember(member: string): ObjectReadError {
    const message = this.member === undefined ? `Zip member '${member}': ${this.message}` : this.message;
    return new ObjectReadError(this.code, message, { ...this, member, cause: this });
  }
}
