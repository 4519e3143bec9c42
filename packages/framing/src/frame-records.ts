import { type BodyPart, ObjectReadError } from '@siem/decompression';
import type { Format } from '@siem/log-type';
import type { Framer } from './framer.ts';
import { HeaderDetector } from './header.ts';
import { JsonFramer } from './json.ts';
import { LineFramer } from './lines.ts';
import { RecordBuffer } from './record-buffer.ts';
import { defaultFrameOptions, type Framed, type FrameOptions } from './types.ts';

/**
 * Cuts a part into records. The same bytes give the same records, however they arrive.
 * @throws what reading the part throws; after an ObjectReadError the complete records come first, and what the fault cut
 * off is a problem of its own
 */
export async function* frameRecords(
  part: BodyPart,
  format: Format,
  options: Partial<FrameOptions> = {},
): AsyncGenerator<Framed> {
  const allOptions = { ...defaultFrameOptions, ...options };
  yield* frame(part.bytes, framerFor(format, allOptions), new RecordBuffer(allOptions));
}

function framerFor(format: Format, options: FrameOptions): Framer {
  if (format.kind === 'json') return new JsonFramer(options, format.records);
  if (format.kind === 'columns') return new LineFramer(HeaderDetector.for(format));
  return new LineFramer();
}

async function* frame(pieces: AsyncIterable<Uint8Array>, framer: Framer, buffer: RecordBuffer): AsyncGenerator<Framed> {
  let failure: ObjectReadError | undefined;
  try {
    for await (const piece of pieces) {
      for (let at = 0; at < piece.length; ) {
        at += buffer.fill(piece, at);
        framer.scan(buffer);
        if (buffer.isFull) buffer.roll();
        if (buffer.out.length > 0) yield* drain(buffer);
      }
    }
  } catch (error) {
    if (!(error instanceof ObjectReadError)) throw error;
    failure = error;
  }
  framer.finish(buffer, failure !== undefined);
  buffer.emit();
  yield* drain(buffer);
  if (failure) throw failure;
}

function drain(buffer: RecordBuffer): readonly Framed[] {
  const finished = buffer.out;
  buffer.out = [];
  return finished;
}
