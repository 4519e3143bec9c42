import { compileMapping, type LogTypeDefinition, type RenderFunction } from '@siem/log-type';
import type { RecordParser } from './columns.ts';
import { createParser, jsonParser } from './parser.ts';

/** Of compressed envelopes; beyond it the buffer grows as it must. */
const maxGrowth = 40;

/** A log type made ready for objects with a certain header. */
export class CompiledLogType {
  readonly definition: LogTypeDefinition;
  readonly parser: RecordParser;
  readonly render: RenderFunction;
  /** For chunks in which nothing needs escaping; the same as `render` for JSON. */
  readonly renderSafe: RenderFunction;
  /** Paths, in steps. */
  readonly textFields: readonly (readonly string[])[];
  /**
   * Bytes of documents to reserve for each byte of records. Too few cost a copy of megabytes, too many make the
   * garbage collector run for memory that nobody uses.
   */
  expectedGrowth = 12;
  private readonly hasObjects: boolean;
  /** Ids of documents are made of their records' content, in most documents of the last chunk. */
  hasContentIds: boolean;
  private jsonVariant: CompiledLogType | undefined;
  private headerVariant: { header: string; logType: CompiledLogType } | undefined;

  /** @param recordsAre `json`: JSON objects, whatever the definition's format is */
  constructor(definition: LogTypeDefinition, header: string | undefined, recordsAre?: 'json') {
    this.definition = definition;
    this.textFields = (definition.textFields ?? []).map((path) => path.split('.'));
    const { format } = definition;
    this.hasObjects = format.kind === 'columns' && format.asObjects === true;
    this.parser = recordsAre === undefined ? createParser(definition, header) : jsonParser;
    this.hasContentIds = definition.id === undefined && this.parser.isJson !== true;
    const names = this.parser.names;
    this.render = compileMapping(
      definition,
      names === undefined ? { kind: 'json' } : { kind: 'flat', names, safe: false },
    );
    this.renderSafe =
      names === undefined ? this.render : compileMapping(definition, { kind: 'flat', names, safe: true });
  }

  /**
   * Chunks are like the one before, a little more or less.
   * @param growth bytes of documents for each byte of records
   * @param contentIds share of documents whose id was made of their content; undefined without a document
   */
  learn(growth: number, contentIds: number | undefined): void {
    if (contentIds !== undefined) this.hasContentIds = contentIds > 0.5;
    this.expectedGrowth = Math.min(maxGrowth, Math.max(growth * 1.25, this.expectedGrowth * 0.8));
  }

  /** The same log type for records that come as JSON objects. */
  get forJson(): CompiledLogType {
    if (this.parser.names === undefined) return this;
    this.jsonVariant ??= new CompiledLogType(this.definition, undefined, 'json');
    return this.jsonVariant;
  }

  /** For what this one's parser reads. */
  get ofParsed(): CompiledLogType {
    return this.hasObjects ? this.forJson : this;
  }

  /** The same log type for records under a header line of their own. */
  withHeader(header: string | undefined): CompiledLogType {
    if (header === undefined) return this;
    if (this.headerVariant?.header !== header)
      this.headerVariant = { header, logType: new CompiledLogType(this.definition, header) };
    return this.headerVariant.logType;
  }
}
