import type { RawRecord } from '@siem/log-type';

export { setMember } from '@siem/log-type';

export interface RecordParser {
  /** Field names of flat records, whose values are texts; undefined: fields differ from record to record. */
  names: readonly string[] | undefined;
  /** Records are JSON texts: parse() throws SyntaxError where one is not. */
  isJson?: true;
  /**
   * Of the record parsed last, where the format has quotes: how many quote characters ended or began its values. With
   * as many in the text, there is none inside a value.
   */
  quotes?: number;
  /** Undefined: the text is no record of this format. */
  parse(text: string): RawRecord | undefined;
}
