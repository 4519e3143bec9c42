import { RE2JS } from 're2js';

/**
 * A user's regular expression: looks like a RegExp to those who use it, and runs in linear time whatever the text. What
 * RE2 leaves out (look-around, back references) is an error when the definition is read.
 */
export class LinearPattern extends RegExp {
  private readonly engine: ReturnType<typeof RE2JS.compile>;

  /** @throws Error saying what is wrong with the pattern */
  constructor(source: string) {
    // Never run: it holds the source, and refuses what JavaScript does not know.
    super(source.replaceAll('(?P<', '(?<'));
    this.engine = RE2JS.compile(source);
  }

  override exec(text: string): RegExpExecArray | null {
    const matcher = this.engine.matcher(text);
    if (!matcher.find()) return null;
    const values: (string | undefined)[] = [];
    for (let i = 0; i <= matcher.groupCount(); i++) values.push(matcher.group(i) ?? undefined);
    const groups: Record<string, string> = Object.create(null) as Record<string, string>;
    for (const [name, i] of Object.entries(this.engine.namedGroups())) {
      if (values[i] !== undefined) groups[name] = values[i];
    }
    return Object.assign(values, { index: matcher.start(), input: text, groups }) as RegExpExecArray;
  }

  override test(text: string): boolean {
    return this.engine.matcher(text).find();
  }
}
