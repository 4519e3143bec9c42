import { detect, detectBytes } from './detect.ts';
import { type BodyFormat, ObjectReadError } from './errors.ts';
import { ByteBudget, defaultReadLimits, type ReadLimits } from './limits.ts';
import { peek } from './peek.ts';
import type { ObjectSource } from './source.ts';
import { inflate, type OpenInput } from './zlib-stream.ts';

/** Uncompressed content of an object: all of it, or one member of a zip file. */
export interface BodyPart {
  /** Name of the zip member. */
  name?: string;
  /** `parquet` needs random access: read `file`, not `bytes`. */
  kind: 'bytes' | 'parquet';
  /** Uncompressed bytes, UTF-8 where the object was UTF-16. May be read once. */
  bytes: AsyncIterable<Uint8Array>;
  /** Only of Parquet. Valid until the next part is asked for. */
  file?: Pick<ObjectSource, 'sizeBytes' | 'range'>;
}

/**
 * Opens an object whatever it is compressed with. Read each part to its end before asking for the next.
 * @throws {ObjectReadError} from `bytes`, after everything before the fault was yielded
 */
export async function* openBody(source: ObjectSource, limits: Partial<ReadLimits> = {}): AsyncGenerator<BodyPart> {
  const opener = new BodyOpener(source.sizeBytes, { ...defaultReadLimits, ...limits });
  yield* opener.open(() => source.stream(), 0);
}

class BodyOpener {
  readonly #limits: ReadLimits;
  readonly #objectBytes: number;
  readonly #budgets: ByteBudget[] = [];

  constructor(objectBytes: number, limits: ReadLimits) {
    this.#objectBytes = objectBytes;
    this.#limits = limits;
  }

  async *open(openInput: OpenInput, level: number): AsyncGenerator<BodyPart> {
    const { head, bytes, close } = await peek(openInput(), detectBytes);
    try {
      const content = detect(head);
      if (content === 'gzip' || content === 'zstd') {
        const reopen = once(bytes, openInput);
        yield* this.open(() => this.#within(content, inflate(content, reopen), level), level + 1);
      } else yield { kind: 'bytes', bytes };
    } finally {
      await close();
    }
  }

  #within(format: BodyFormat, bytes: AsyncIterable<Uint8Array>, level: number): AsyncIterable<Uint8Array> {
    if (level >= this.#limits.maxLevels) {
      throw new ObjectReadError('nesting', `Compressed more than ${this.#limits.maxLevels} times`, {
        format,
        position: 0,
      });
    }
    this.#budgets[level] ??= new ByteBudget(this.#limits, this.#objectBytes);
    return this.#budgets[level].watch(bytes, format);
  }
}

/** The stream that was opened already, then new ones. */
function once(first: AsyncIterable<Uint8Array>, open: OpenInput): OpenInput {
  let next: AsyncIterable<Uint8Array> | undefined = first;
  return () => {
    const opened = next ?? open();
    next = undefined;
    return opened;
  };
}
