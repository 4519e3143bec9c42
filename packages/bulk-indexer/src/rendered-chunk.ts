/** Documents as a worker thread hands them over. The bytes must not change before `index()` has resolved. */
export interface RenderedChunk {
  /** Bulk NDJSON: per document an action line `{"create":{"_index":"…","_id":"…"}}\n` and a source line, both ending in \n. */
  readonly body: Uint8Array;
  /** Offset in body of document i's action line; one more entry than documents: body's length. */
  readonly actionStarts: Uint32Array;
  /** Offset in body of document i's source line. */
  readonly sourceStarts: Uint32Array;
}

/** `indexed + duplicate + rejected.length` is the number of documents in the chunk. */
export interface ChunkOutcome {
  /** Created, in the form given or in safe form. */
  indexed: number;
  /** Already there under the same id. */
  duplicate: number;
  /** Of the indexed: kept in safe form, because the index refused a field. */
  safeForm: number;
  /** In the order of the chunk. */
  rejected: RejectedDocument[];
}

/** A document that OpenSearch does not take in any form. */
export interface RejectedDocument {
  /** Number of the document in the chunk, from 0. */
  readonly position: number;
  readonly index: string;
  readonly status: number;
  /** OpenSearch's error type, such as `mapper_parsing_exception`, or `document_too_large`. */
  readonly type: string;
  readonly reason: string;
}

/** What an action line says. */
export interface DocumentTarget {
  readonly index: string;
  readonly id: string;
}

const prefix = Buffer.from('{"create":{"_index":"');
const quote = 0x22;
const backslash = 0x5c;

/** Name of the index in an action line; without parsing where the line has the usual form. */
export function indexOfAction(body: Buffer, start: number, end: number): string {
  const nameStart = start + prefix.length;
  if (prefix.compare(body, start, nameStart) === 0) {
    for (let i = nameStart; i < end; i++) {
      const byte = body[i];
      if (byte === quote) return body.toString('latin1', nameStart, i);
      if (byte === backslash || (byte ?? 0) > 0x7f) break;
    }
  }
  return parseAction(body, start, end).index;
}

/** @throws SyntaxError when the line is no action line */
export function parseAction(body: Buffer, start: number, end: number): DocumentTarget {
  const text = body.toString('utf8', start, end);
  const create = (JSON.parse(text) as { create?: { _index?: unknown; _id?: unknown } }).create;
  if (typeof create?._index !== 'string' || typeof create._id !== 'string') {
    throw new SyntaxError(`Action line '${text.trimEnd()}' at byte ${start} is no create with _index and _id`);
  }
  return { index: create._index, id: create._id };
}

/** The action line of the same document in another index. */
export function renderAction({ index, id }: DocumentTarget): Buffer {
  return Buffer.from(`{"create":{"_index":${JSON.stringify(index)},"_id":${JSON.stringify(id)}}}\n`);
}
