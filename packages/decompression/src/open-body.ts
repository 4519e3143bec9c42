import { bunzip2 } from './bzip2.ts';
import { type Content, detect, detectBytes } from './detect.ts';
import { type BodyFormat, ObjectReadError } from './errors.ts';
import { ByteBudget, defaultReadLimits, type ReadLimits } from './limits.ts';
import { peek } from './peek.ts';
import type { RandomAccess } from './random-access.ts';
import type { ObjectSource } from './source.ts';
import { type Spooled, spool } from './spool.ts';
import { utf16ToUtf8, withoutUtf8Bom } from './text-encoding.ts';
import { zipMembers } from './zip.ts';
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
  file?: RandomAccess;
}

/**
 * Opens an object whatever it is compressed with, told by its content alone. Read each part to its end before asking for
 * the next. After a fault in one zip member the next part may still be asked for.
 * @throws {ObjectReadError} from a part's `bytes` only, after everything before the fault was yielded; where no part could
 * be opened at all, a part without content throws it. What the source throws passes through.
 */
export async function* openBody(source: ObjectSource, limits: Partial<ReadLimits> = {}): AsyncGenerator<BodyPart> {
  const opener = new BodyOpener(source, { ...defaultReadLimits, ...limits });
  yield* failingInPart(
    opener.open(() => source.stream(), 0),
    {},
  );
}

type Place = Pick<BodyPart, 'name'>;

class BodyOpener {
  readonly #limits: ReadLimits;
  readonly #source: ObjectSource;
  /** One for each level of compression, shared by all members. */
  readonly #budgets: ByteBudget[] = [];

  constructor(source: ObjectSource, limits: ReadLimits) {
    this.#source = source;
    this.#limits = limits;
  }

  async *open(openInput: OpenInput, level: number, place: Place = {}): AsyncGenerator<BodyPart> {
    const { head, bytes, close } = await peek(openInput(), detectBytes);
    try {
      const content = detect(head);
      const reopen = once(bytes, openInput);
      if (content === 'gzip' || content === 'zstd') {
        yield* this.#openInside(content, () => inflate(content, reopen), level, place);
      } else if (content === 'bzip2') {
        yield* this.#openInside(content, () => bunzip2(reopen()), level, place);
      } else if (content === 'zip' || content === 'parquet') {
        yield* this.#openFile(content, bytes, level, place);
      } else yield { ...place, kind: 'bytes', bytes: asUtf8(bytes, content) };
    } finally {
      await close();
    }
  }

  async *#openInside(format: BodyFormat, open: OpenInput, level: number, place: Place): AsyncGenerator<BodyPart> {
    if (level >= this.#limits.maxLevels) {
      const message = `Compressed more than ${this.#limits.maxLevels} times`;
      throw new ObjectReadError('nesting', message, { format, position: 0, member: place.name });
    }
    this.#budgets[level] ??= new ByteBudget(this.#limits, this.#source.sizeBytes);
    const budget = this.#budgets[level];
    yield* this.open(() => budget.watch(open(), format), level + 1, place);
  }

  /** What is read at random: from the source itself, or from a copy where it is compressed. */
  async *#openFile(
    content: 'zip' | 'parquet',
    bytes: AsyncGenerator<Uint8Array>,
    level: number,
    place: Place,
  ): AsyncGenerator<BodyPart> {
    let spooled: Spooled | undefined;
    if (level > 0) spooled = await spool(bytes, content, this.#limits);
    else await bytes.return(undefined);
    try {
      const file = spooled?.source ?? this.#source;
      if (content === 'zip') yield* this.#openZip(file, level, place);
      else if (await endsLikeParquet(file)) yield { ...place, kind: 'parquet', bytes: file.stream(), file };
      else yield { ...place, kind: 'bytes', bytes: file.stream() };
    } finally {
      await spooled?.remove();
    }
  }

  async *#openZip(file: RandomAccess, level: number, place: Place): AsyncGenerator<BodyPart> {
    for await (const member of zipMembers(file, this.#limits.maxZipMembers)) {
      const name = place.name === undefined ? member.name : `${place.name}/${member.name}`;
      const open = () => namingMember(member.open(), name);
      yield* failingInPart(this.#openInside('zip', open, level, { name }), { name });
      if (this.#budgets[level]?.isSpent) return;
    }
  }
}

/** Lets a fault that meets no part's bytes come out of the bytes of an empty part. */
async function* failingInPart(parts: AsyncIterable<BodyPart>, place: Place): AsyncGenerator<BodyPart> {
  try {
    yield* parts;
  } catch (error) {
    if (!(error instanceof ObjectReadError)) throw error;
    yield { ...place, kind: 'bytes', bytes: failing(error) };
  }
}

// biome-ignore lint/correctness/useYield: the bytes end before the first one
async function* failing(error: ObjectReadError): AsyncGenerator<Uint8Array> {
  throw error;
}

async function* namingMember(bytes: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (error) {
    throw error instanceof ObjectReadError ? error.inMember(name) : error;
  }
}

function asUtf8(bytes: AsyncIterable<Uint8Array>, content: Content): AsyncIterable<Uint8Array> {
  if (content === 'utf-8-bom') return withoutUtf8Bom(bytes);
  return content === 'utf-16le' || content === 'utf-16be' ? utf16ToUtf8(bytes, content) : bytes;
}

async function endsLikeParquet(file: RandomAccess): Promise<boolean> {
  const magic = 'PAR1';
  // Magic, footer length, magic: anything shorter only begins like Parquet.
  if (file.sizeBytes < 12) return false;
  const end = await file.range(file.sizeBytes - magic.length, file.sizeBytes);
  return new TextDecoder().decode(end) === magic;
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
