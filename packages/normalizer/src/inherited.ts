import type { Format, RawRecord } from '@siem/log-type';

/** A group that records of a file take from the record before them; see `inherited` of MultilineFormat. */
export class InheritedGroup {
  private readonly group: string;
  private value: string | undefined;

  private constructor(group: string, value: string | undefined) {
    this.group = group;
    this.value = value;
  }

  /** @param first what the first record inherits */
  static of(format: Format, first: string | undefined): InheritedGroup | undefined {
    const inherited = format.kind === 'multiline' ? format.inherited : undefined;
    return inherited && new InheritedGroup(inherited.group, first);
  }

  passOn(record: RawRecord): void {
    if (record[this.group] === undefined) record[this.group] = this.value;
    else this.value = record[this.group];
  }
}
