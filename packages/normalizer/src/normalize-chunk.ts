import { isAscii, isUtf8 } from 'node:buffer';
import {
  type ChunkEnvironment,
  type Detection,
  isRawJson,
  prune,
  type RawRecord,
  type RecordMeta,
  valuesToText,
} from '@siem/log-type';
import type { ChunkRecords, ChunkRules, NormalizedChunk, RecordFailure } from './chunk.ts';
import { ChunkResults } from './chunk-results.ts';
import type { CompiledLogType } from './compiled-log-type.ts';
import { ContentDigests } from './content-digests.ts';
import { type EnvelopeContent, idOf, maxEnvelopes, messageOf, openEnvelope } from './envelope.ts';
import { exportedStream, openExportLine } from './export-line.ts';
import type { IndexNamer } from './index-name.ts';
import { InheritedGroup } from './inherited.ts';
import { innerRecords } from './inner-records.ts';
import { isRecord, jsonParser, parseExactJson, withPlainNumbers } from './parser.ts';
import { framesOf, Payload } from './payload.ts';
import {
  linesOf,
  needsEscapeInLines,
  ranges,
  trimmed,
  withLineFeeds,
  withoutContent,
  withoutLineEnd,
} from './record-text.ts';
import { isCutObject, repairJson } from './repair-json.ts';
import { renderUnparsed } from './unparsed.ts';
import { withDetections } from './with-detections.ts';

const none: readonly Detection[] = [];
const noMeta: RecordMeta = Object.freeze({});
/** Payloads of a chunk's envelopes, decompressed; more is an attack. */
const maxPayloadBytes = 128 * 1024 * 1024;
const invalidUtf8Tag = '"siem_invalid_utf8"';
const brace = 0x7b;
const bracket = 0x5b;

/** Everything that happens to a chunk inside a thread, from bytes to rendered documents. */
export function normalizeChunk(
  chunk: ChunkRecords,
  logType: CompiledLogType,
  environment: ChunkEnvironment,
  namer: IndexNamer,
  rules: ChunkRules = {},
): NormalizedChunk {
  const run = new ChunkRun(chunk, logType, environment, namer, rules);
  run.all();
  return run.finish();
}

class ChunkRun {
  private readonly results: ChunkResults;
  private readonly rules: ChunkRules;
  private readonly chunk: ChunkRecords;
  private logType: CompiledLogType;
  private payloadBytesLeft = maxPayloadBytes;
  private readonly environment: ChunkEnvironment;
  private readonly isJson: boolean;
  private readonly isXml: boolean;
  private readonly keepUnmatched: boolean;
  /** Records of a text format may also come as JSON objects. */
  private readonly alsoJson: boolean;
  private readonly ignore: RegExp | undefined;
  private readonly inherited: InheritedGroup | undefined;
  /** The object is an export of CloudWatch Logs, of this log stream. */
  private readonly stream: string | undefined;
  /** Nothing in the chunk's lines needs escaping in JSON, apart from quotes. */
  private safe = false;
  /** Not even quotes. */
  private isPlain = false;
  /** The frame in work and its JSON text, where that is known. */
  private frameText: string | undefined;
  private frameJson = '';
  private digests: ContentDigests | undefined;
  /** Bytes of the frame in work where they are no UTF-8: its text has lost them. */
  private frameBytes: Buffer | undefined;

  constructor(
    chunk: ChunkRecords,
    logType: CompiledLogType,
    environment: ChunkEnvironment,
    namer: IndexNamer,
    rules: ChunkRules,
  ) {
    this.chunk = chunk;
    this.rules = rules;
    this.logType = logType;
    this.environment = environment;
    this.results = new ChunkResults(chunk.bytes.length * logType.expectedGrowth + 4096, environment, namer);
    const { format } = logType.definition;
    this.isJson = logType.parser.isJson === true;
    this.isXml = format.kind === 'winevtxml' || format.kind === 'xml';
    this.keepUnmatched = 'keepUnmatched' in format && format.keepUnmatched === true;
    this.alsoJson = 'alsoJson' in format && format.alsoJson === true;
    this.ignore = 'ignore' in format ? format.ignore : undefined;
    this.inherited = InheritedGroup.of(format, chunk.inherited);
    this.stream = exportedStream(environment.key);
  }

  all(): void {
    const { chunk, environment } = this;
    const bytes = Buffer.from(chunk.bytes.buffer, chunk.bytes.byteOffset, chunk.bytes.length);
    const isOneByte = isAscii(bytes);
    if (!isOneByte && !isUtf8(bytes)) this.undecodable(bytes);
    else if (isOneByte && chunk.ranges === undefined) this.lines(bytes);
    else this.frames(bytes, chunk.ranges ?? linesOf(bytes), isOneByte);
    environment.tags = '';
  }

  /** Frames are whole records where no envelope is around them. */
  private digest(bytes: Buffer, frames: ArrayLike<number>): void {
    const isWhole = this.chunk.envelope === undefined && this.stream === undefined;
    if (isWhole && this.logType.hasContentIds) this.digests = ContentDigests.ofFrames(bytes, frames);
  }

  private numberedFrame(i: number, text: string): void {
    this.digests?.announce(i, text, undefined, this.environment);
    this.frame(text);
  }

  /** @param isOneByte all of it may be decoded at once; else only those records are slow that have other characters */
  private frames(bytes: Buffer, frames: ArrayLike<number>, isOneByte: boolean): void {
    this.digest(bytes, frames);
    const text = isOneByte ? bytes.toString('latin1') : undefined;
    for (let i = 0; i < frames.length; i += 2) {
      const [start, end] = [frames[i]!, frames[i + 1]!];
      this.numberedFrame(i / 2, text?.substring(start, end) ?? bytes.toString('utf8', start, end));
    }
  }

  private lines(bytes: Buffer): void {
    const text = bytes.toString('latin1');
    const lines = linesOf(text);
    this.digest(bytes, lines);
    this.safe = !needsEscapeInLines.test(text);
    if (this.safe && text.includes('"')) {
      this.quotedLines(text, lines);
      return;
    }
    this.isPlain = this.safe;
    for (let i = 0; i < lines.length; i += 2) this.numberedFrame(i / 2, text.substring(lines[i]!, lines[i + 1]!));
  }

  /** Nothing but quotes has to be escaped: the whole chunk is turned into JSON at once, and cut where its lines end. */
  private quotedLines(text: string, lines: readonly number[]): void {
    const json = JSON.stringify(text);
    let jsonStart = 1;
    for (let i = 0; i < lines.length; i += 2) {
      let jsonEnd = json.indexOf('\\n', jsonStart);
      if (jsonEnd < 0) jsonEnd = json.length - 1;
      this.frameText = text.substring(lines[i]!, lines[i + 1]!);
      this.frameJson = `"${json.substring(jsonStart, jsonEnd)}"`;
      this.numberedFrame(i / 2, this.frameText);
      jsonStart = jsonEnd + 2;
    }
    this.frameText = undefined;
  }

  /** Something here is no UTF-8: those records are decoded with U+FFFD and their documents say so. */
  private undecodable(bytes: Buffer): void {
    for (const [start, end] of ranges(this.chunk, bytes)) {
      const record = bytes.subarray(start, end);
      const isText = isUtf8(record);
      this.environment.tags = isText ? '' : invalidUtf8Tag;
      this.frameBytes = isText ? undefined : record;
      this.frame(record.toString('utf8'));
    }
    this.frameBytes = undefined;
  }

  /** One frame: a record, or an envelope with several. */
  frame(text: string): void {
    const exported = this.stream !== undefined || this.isJson ? openExportLine(text, this.stream) : undefined;
    if (exported !== undefined) this.content(exported.content, exported.meta, 1);
    else if (this.chunk.envelope !== undefined && !this.isJson) this.envelope(text, noMeta, 0, true);
    else this.record(text, noMeta, 0);
  }

  finish(): NormalizedChunk {
    const normalized = this.results.finish();
    const growth = normalized.body.length / Math.max(1, this.chunk.bytes.length);
    this.logType.learn(growth, this.results.shareOfContentIds);
    return normalized;
  }

  /** @param depth envelopes taken off so far */
  private record(text: string, meta: RecordMeta, depth: number): void {
    const body = trimmed(text);
    if (body === '') return;
    if (this.ignore?.test(body) === true) {
      this.results.exclude('not_a_record');
      return;
    }
    // An envelope says exactly where a record's text begins and ends; blanks there are part of it, and of its id.
    const raw = depth > 0 ? text : this.isXml ? withLineFeeds(body) : body;
    if (this.isJson) this.jsonRecord(raw, meta, depth);
    else if (body.charCodeAt(0) === brace) this.envelope(raw, meta, depth, false);
    else this.flatRecord(raw, meta);
  }

  private flatRecord(raw: string, meta: RecordMeta): void {
    const record = this.logType.parser.parse(withoutLineEnd(raw));
    if (record !== undefined && meta === noMeta) this.inherited?.passOn(record);
    if (record !== undefined) this.document(record, raw, meta, this.logType.ofParsed);
    else
      this.unparsed(raw, meta, 'no_pattern_matched', `not of the format of log type ${this.logType.definition.name}`);
  }

  /**
   * Text that is an envelope around records of a format other than JSON, or a record that looks like one.
   * @param isCertain the framer saw that it is an envelope
   */
  private envelope(text: string, meta: RecordMeta, depth: number, isCertain: boolean): void {
    let value: RawRecord | undefined;
    try {
      value = jsonParser.parse(text);
    } catch (error) {
      if (isCertain) this.fail(text, 'invalid_json', `envelope: ${withoutContent(error)}`);
      else this.flatRecord(text, meta);
      return;
    }
    const contents = value === undefined || depth >= maxEnvelopes ? undefined : this.opened(value);
    if (contents !== undefined) this.contents(contents, meta, depth);
    else if (value !== undefined && this.alsoJson) this.document(value, trimmed(text), meta, this.logType.forJson);
    else this.flatRecord(depth === 0 ? trimmed(text) : text, meta);
  }

  private opened(value: RawRecord): EnvelopeContent[] | undefined {
    const contents = openEnvelope(value);
    if (contents !== undefined) return contents;
    const message = messageOf(value);
    return message === undefined || (this.alsoJson && !this.isLine(message))
      ? undefined
      : [{ content: message, meta: noMeta }];
  }

  /** Text of a format that has a form: where any text is a record, an object with a message is an application's. */
  private isLine(message: string): boolean {
    if (this.keepUnmatched) return true;
    const { parser } = this.logType;
    return parser.parse(message) !== undefined && parser.parse('\u0001') === undefined;
  }

  private contents(contents: readonly EnvelopeContent[], outer: RecordMeta, depth: number): void {
    const opened =
      outer === noMeta
        ? contents
        : contents.map((c) => ({ ...c, meta: { ...outer, ...c.meta, ...idOf(outer, c.meta) } }));
    const digests = this.logType.hasContentIds ? ContentDigests.ofContents(opened) : undefined;
    for (const [i, { content, meta, isStderr }] of opened.entries()) {
      if (typeof content === 'string') digests?.announce(i, content, meta.envelopeId, this.environment);
      if (isStderr === true && this.logType.definition.containerStderr !== 'keep')
        this.results.exclude('container_stderr');
      else this.content(content, meta, depth + 1);
    }
  }

  private content(content: unknown, meta: RecordMeta, depth: number): void {
    if (content instanceof Payload) this.payload(content, meta, depth);
    else if (typeof content !== 'object' || content === null) this.record(String(content ?? ''), meta, depth);
    else if (!this.isJson || isRawJson(content)) this.record(JSON.stringify(content), meta, depth);
    else if (Array.isArray(content)) for (const item of content) this.content(item, meta, depth);
    else this.jsonValue(content as RawRecord, undefined, meta, depth);
  }

  /** Holds what an object may hold, so it is framed and decoded as one. */
  private payload(payload: Payload, meta: RecordMeta, depth: number): void {
    const { environment, logType } = this;
    try {
      const bytes = payload.open(this.payloadBytesLeft);
      this.payloadBytesLeft -= bytes.length;
      for (const frame of framesOf(bytes, logType.definition.format)) {
        this.logType = logType.withHeader(frame.header);
        environment.tags = frame.isUtf8 ? '' : invalidUtf8Tag;
        if (frame.problem !== undefined) this.fail(frame.text, 'broken_payload', frame.problem);
        else if (frame.isEnvelope && !this.isJson) this.envelope(frame.text, meta, depth, true);
        else this.record(this.isXml ? withLineFeeds(frame.text.trim()) : frame.text.trim(), meta, depth);
      }
    } catch (error) {
      this.fail(payload.base64, 'broken_payload', (error as Error).message);
    }
    environment.tags = '';
    this.logType = logType;
  }

  private jsonRecord(raw: string, meta: RecordMeta, depth: number): void {
    let record: RawRecord | undefined;
    if (isCutObject(raw)) {
      this.brokenJson(raw, meta, depth, 'the JSON object ends early');
      return;
    }
    try {
      record = this.chunk.bigNumbers === true || depth > 0 ? parseExactJson(raw) : this.logType.parser.parse(raw);
    } catch (error) {
      this.brokenJson(raw, meta, depth, withoutContent(error));
      return;
    }
    if (record !== undefined) this.jsonValue(record, raw, meta, depth);
    else if (depth > 0 && raw.charCodeAt(0) === bracket) this.content(JSON.parse(raw), meta, depth);
    else this.unparsed(raw, meta, 'not_an_object', 'the JSON value is no object');
  }

  /** Senders cut records at a size limit and write escapes that JSON does not know. What is left has its fields. */
  private brokenJson(raw: string, meta: RecordMeta, depth: number, reason: string): void {
    const repaired = repairJson(raw);
    const { value } = repaired ?? {};
    if (repaired === undefined || !isRecord(value) || (repaired.truncated && meta.envelopeId === undefined)) {
      this.unparsed(raw, meta, 'invalid_json', reason);
      return;
    }
    const { environment } = this;
    const { tags } = environment;
    environment.tags = `${tags === '' ? '' : `${tags},`}"${repaired.truncated ? 'siem_truncated' : 'siem_repaired'}"`;
    this.jsonValue(value, raw, repaired.truncated ? { ...meta, truncated: true } : meta, depth);
    environment.tags = tags;
  }

  /** @param raw undefined where the record has no text of its own, since it stood inside an envelope's JSON */
  private jsonValue(value: RawRecord, raw: string | undefined, meta: RecordMeta, depth: number): void {
    const contents = depth < maxEnvelopes ? openEnvelope(value) : undefined;
    if (contents !== undefined) {
      this.contents(contents, meta, depth);
      return;
    }
    const records = depth > 0 ? innerRecords(value, this.logType.definition.format) : undefined;
    if (records === undefined) {
      this.document(value, raw ?? JSON.stringify(value), meta, this.logType);
      return;
    }
    const inner: RecordMeta = { ...meta, container: value };
    for (const record of records) {
      if (isRecord(record)) this.document(record, JSON.stringify(record), inner, this.logType);
      else this.unparsed(JSON.stringify(record), meta, 'not_an_object', 'the JSON value is no object');
    }
  }

  /** @param isAgain big numbers have been rounded, since the mapping stumbled over them */
  private document(record: RawRecord, raw: string, meta: RecordMeta, logType: CompiledLogType, isAgain = false): void {
    try {
      const rule = this.rules.exclude?.ofRecord(record);
      if (rule !== undefined) {
        this.results.exclude(rule);
        return;
      }
      if (logType.parser.names === undefined) {
        if (logType.textFields.length > 0) valuesToText(record, logType.textFields);
        prune(record);
      }
      const rawJson = this.jsonOf(raw);
      const render = this.isPlain || this.hasPlainValues(raw, rawJson, logType) ? logType.renderSafe : logType.render;
      // Before the mapping, which may move what rules look at.
      const found = this.rules.detect?.(record) ?? none;
      const source = render(record, raw, rawJson, meta, this.environment);
      if (this.isWanted(source))
        this.results.add(found.length === 0 ? source : withDetections(source, found, this.results.detected));
    } catch (error) {
      const plain = isAgain ? undefined : withPlainNumbers(raw, logType);
      if (plain === undefined) this.fail(raw, 'mapping_failed', (error as Error).message);
      else this.document(plain, raw, meta, logType, true);
    }
  }

  private isWanted(source: string): boolean {
    const verdict = this.rules.exclude?.ofDocument?.(source);
    if (verdict === undefined) return true;
    const { counted } = this.results;
    for (const rule of verdict.countedBy) counted[rule] = (counted[rule] ?? 0) + 1;
    if (verdict.excludedBy === undefined) return true;
    this.results.exclude(verdict.excludedBy);
    return false;
  }

  private jsonOf(raw: string): string {
    if (this.isPlain) return `"${raw}"`;
    return raw === this.frameText ? this.frameJson : JSON.stringify(raw);
  }

  /** All the quotes of the text stand around values, so no value has to be escaped: JSON added a backslash to each. */
  private hasPlainValues(raw: string, rawJson: string, { parser }: CompiledLogType): boolean {
    return this.safe && parser.quotes !== undefined && parser.quotes === rawJson.length - raw.length - 2;
  }

  /** What came through an envelope is kept searchable; from a file it is a dead letter that can be replayed. */
  private unparsed(raw: string, meta: RecordMeta, code: RecordFailure['code'], reason: string): void {
    const { definition } = this.logType;
    if (this.keepUnmatched || meta.envelopeId !== undefined)
      this.results.add(renderUnparsed(definition, raw, meta, reason, this.environment));
    else this.fail(raw, code, reason);
  }

  private fail(raw: string, code: RecordFailure['code'], reason: string): void {
    this.results.fail(this.frameBytes === undefined ? Buffer.from(raw) : new Uint8Array(this.frameBytes), code, reason);
  }
}
