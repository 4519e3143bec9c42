import { type BodyPart, ObjectReadError, peek } from '@siem/decompression';
import type { Format, MultilineFormat } from '@siem/log-type';
import { CsvFramer } from './csv.ts';
import { beginsWithExportTime, envelopeFraming, envelopeHeadBytes, isJsonExport } from './envelope.ts';
import { exportTime } from './export-time.ts';
import type { Framer } from './framer.ts';
import { HeaderDetector } from './header.ts';
import { JsonFramer } from './json.ts';
import { LineFramer } from './lines.ts';
import { type FirstLinePattern, MultilineFramer } from './multiline.ts';
import { frameParquet } from './parquet.ts';
import { RecordBuffer } from './record-buffer.ts';
import { defaultFrameOptions, type Framed, type FrameOptions } from './types.ts';
import { XmlFramer } from './xml.ts';

const windowsEventElement = 'Event';

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
  if (part.kind === 'parquet' && part.file) {
    yield* frameParquet(part.file, allOptions);
    return;
  }
  const { head, bytes } = await peek(part.bytes, envelopeHeadBytes);
  const buffer = new RecordBuffer(allOptions);
  yield* frame(bytes, framerOf(head, format, buffer, allOptions.isExport), buffer);
}

/** The same for bytes that are all there: what stood encoded in an envelope. Chunks share memory with each other. */
export function frameBytes(bytes: Uint8Array, format: Format): readonly Framed[] {
  const size = bytes.length + 1;
  const buffer = new RecordBuffer({ ...defaultFrameOptions, chunkBytes: size, maxRecordBytes: size });
  const framer = framerOf(bytes.subarray(0, envelopeHeadBytes), format, buffer);
  for (let at = 0; at < bytes.length; ) {
    at += buffer.fill(bytes, at);
    framer.scan(buffer);
    if (buffer.isFull) buffer.roll(() => framer.rescue?.(buffer) === true);
  }
  framer.finish(buffer, false);
  buffer.emit();
  return buffer.out;
}

/** @param head first bytes of the part, which may begin with an envelope */
function framerOf(head: Uint8Array, format: Format, buffer: RecordBuffer, isKnownExport = false): Framer {
  // Events may have several lines, of which the first has the time.
  if (isKnownExport ? beginsWithExportTime(head) : format.kind === 'json' && isJsonExport(head))
    return new MultilineFramer(exportTime, true);
  const envelope = envelopeFraming(head, shapeOf(format));
  if (envelope === undefined) return framerFor(format, buffer.options);
  buffer.marks = { envelope: envelope.mark };
  return new JsonFramer(buffer.options, envelope.paths);
}

function shapeOf(format: Format): 'json' | 'lines' | 'lines-or-json' | 'other' {
  if (format.kind === 'json') return 'json';
  if ('alsoJson' in format && format.alsoJson === true) return 'lines-or-json';
  const spansLines = format.kind === 'multiline' || format.kind === 'xml' || format.kind === 'winevtxml';
  return spansLines || (format.kind === 'columns' && format.dialect === 'csv') ? 'other' : 'lines';
}

function framerFor(format: Format, options: FrameOptions): Framer {
  switch (format.kind) {
    case 'json':
      return new JsonFramer(options, format.records);
    case 'multiline':
      return new MultilineFramer(firstLineOf(format), format.keepUnmatched, format.inherited?.from);
    case 'xml':
      return new XmlFramer(format.element);
    case 'winevtxml':
      return new XmlFramer(windowsEventElement);
    case 'columns': {
      const detector = HeaderDetector.for(format);
      return format.dialect === 'csv' ? new CsvFramer(format.delimiter, detector) : new LineFramer(detector);
    }
    default:
      return new LineFramer();
  }
}

/** The framer asks about every line once, in order, so what the line before was like can be remembered. */
function firstLineOf({ first, notAfter, ignore }: MultilineFormat): FirstLinePattern {
  if (notAfter === undefined && ignore === undefined) return first;
  let goesOn = false;
  return {
    test(line) {
      // What is no record is not the end of one either.
      const isFirst = !goesOn && (first.test(line) || ignore?.test(line) === true);
      goesOn = notAfter?.test(line) === true;
      return isFirst;
    },
  };
}

async function* frame(pieces: AsyncIterable<Uint8Array>, framer: Framer, buffer: RecordBuffer): AsyncGenerator<Framed> {
  const rescue = () => framer.rescue?.(buffer) === true;
  let failure: ObjectReadError | undefined;
  try {
    for await (const piece of pieces) {
      for (let at = 0; at < piece.length; ) {
        at += buffer.fill(piece, at);
        framer.scan(buffer);
        if (buffer.isFull) buffer.roll(rescue);
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
