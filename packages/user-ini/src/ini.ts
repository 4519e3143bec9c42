/** One `key = value` of a section. */
export interface Entry {
  readonly value: string;
  /** From 1. */
  readonly line: number;
}

export type Section = Map<string, Entry>;

/**
 * INI as Python's configparser reads it: `=` or `:`, indented lines go on, `#` and `;` begin comments, names of keys in
 * lower case.
 * @throws Error naming the line
 */
export function readIni(text: string): Map<string, Section> {
  const sections = new Map<string, Section>();
  let section: Section | undefined;
  let key: string | undefined;
  text.split(/\r?\n/).forEach((raw, i) => {
    const line = i + 1;
    const content = raw.trim();
    if (content === '' || /^[#;]/.test(content)) return;
    const head = /^\[([^\]]+)\]$/.exec(content);
    if (head !== null) {
      section = sections.get(head[1]!) ?? new Map();
      sections.set(head[1]!, section);
      key = undefined;
      return;
    }
    if (section === undefined)
      throw new Error(`line ${line}: '${content.slice(0, 40)}' stands before the first [section]`);
    if (/^\s/.test(raw) && key !== undefined) {
      const before = section.get(key)!;
      section.set(key, { ...before, value: `${before.value}\n${content}`.trim() });
      return;
    }
    const pair = /^([^=:]+?)\s*[=:]\s*(.*)$/.exec(content);
    if (pair === null)
      throw new Error(`line ${line}: '${content.slice(0, 40)}' is neither a [section] nor key = value`);
    key = pair[1]!.toLowerCase();
    section.set(key, { value: pair[2]!, line });
  });
  return sections;
}

const maxDepth = 10;

/**
 * The value with `${key}` and `${section:key}` filled in.
 * @throws Error naming the line when there is no such key
 */
export function interpolate(entry: Entry, section: string, sections: ReadonlyMap<string, Section>, depth = 0): string {
  return entry.value.replaceAll(/\$\{(?:([^}:]+):)?([^}]+)\}/g, (all, other: string | undefined, name: string) => {
    const found =
      sections.get(other ?? section)?.get(name.toLowerCase()) ?? sections.get('DEFAULT')?.get(name.toLowerCase());
    if (found === undefined || depth > maxDepth) throw new Error(`line ${entry.line}: ${all} names nothing`);
    return interpolate(found, other ?? section, sections, depth + 1);
  });
}
