/** A field of the document. */
export interface Leaf {
  path: string;
  /** Expression of its JSON text; an empty string where it is absent. */
  text: string;
  /** Its JSON text where that is the same in every document. */
  constant?: string;
  /** Never absent. */
  always: boolean;
  /** Local with further JSON members, each led by a comma, that belong beside the leaf, e.g. `,"geo":{…}`. */
  siblings?: string;
}

interface Group {
  leaves: (Leaf & { name: string })[];
  groups: Map<string, Group>;
}

/** First steps of all paths: the top-level keys this tree can write. */
export function rootKeys(leaves: readonly Leaf[]): string[] {
  return [...new Set(leaves.map((leaf) => leaf.path.split('.')[0]!))];
}

/**
 * Statements that append the members to the string `o`, each led by a comma. Objects without a member are not written:
 * a group without a constant member keeps its opening text in a variable until the first member comes.
 */
export function treeCode(leaves: readonly Leaf[]): string {
  const root = groupLeaves(leaves);
  const writer = new TreeWriter();
  writer.members(root, comma);
  return writer.finish();
}

function groupLeaves(leaves: readonly Leaf[]): Group {
  const root: Group = { leaves: [], groups: new Map() };
  for (const leaf of leaves) {
    const steps = leaf.path.split('.');
    const name = steps.pop()!;
    let group = root;
    for (const step of steps) {
      if (group.leaves.some((other) => other.name === step)) {
        throw new Error(`Field '${leaf.path}' is inside '${step}', which has a value of its own`);
      }
      let next = group.groups.get(step);
      if (next === undefined) {
        next = { leaves: [], groups: new Map() };
        group.groups.set(step, next);
      }
      group = next;
    }
    if (group.groups.has(name)) throw new Error(`Field '${leaf.path}' has a value and further fields inside`);
    group.leaves.push({ ...leaf, name });
  }
  return root;
}

/** Always has a member. */
function isCertain(group: Group): boolean {
  return group.leaves.some((leaf) => leaf.always) || [...group.groups.values()].some(isCertain);
}

/** What to write before the next member: known text, or a variable of the generated code. */
interface Separator {
  static: boolean;
  text: string;
}

class TreeWriter {
  private readonly lines: string[] = [];
  /** Expressions not yet written; neighbouring constants are joined. */
  private pending: { constant: boolean; text: string }[] = [];
  private variables = 0;

  finish(): string {
    this.flush();
    return this.lines.join('\n');
  }

  members(group: Group, separator: Separator): void {
    // Certain members first: after one of them the separator is a known comma.
    const groups = [...group.groups];
    let current = separator;
    for (const leaf of group.leaves.filter((l) => l.always)) current = this.certainLeaf(leaf, current);
    for (const [name, child] of groups.filter(([, g]) => isCertain(g)))
      current = this.certainGroup(name, child, current);
    for (const leaf of group.leaves.filter((l) => !l.always)) this.optionalLeaf(leaf, current);
    for (const [name, child] of groups.filter(([, g]) => !isCertain(g))) this.optionalGroup(name, child, current);
  }

  private certainLeaf(leaf: Leaf & { name: string }, separator: Separator): Separator {
    this.constant(`${separator.text}${JSON.stringify(leaf.name)}:`);
    if (leaf.constant === undefined) this.pending.push({ constant: false, text: leaf.text });
    else this.constant(leaf.constant);
    if (leaf.siblings !== undefined) this.pending.push({ constant: false, text: leaf.siblings });
    return comma;
  }

  private certainGroup(name: string, group: Group, separator: Separator): Separator {
    this.members(group, { static: true, text: `${separator.text}${JSON.stringify(name)}:{` });
    this.constant('}');
    return comma;
  }

  private optionalLeaf(leaf: Leaf & { name: string }, separator: Separator): void {
    this.flush();
    const siblings = leaf.siblings === undefined ? '' : ` + ${leaf.siblings}`;
    const write = `o += ${lead(separator, `${JSON.stringify(leaf.name)}:`)} + ${leaf.text}${siblings};`;
    this.lines.push(`if (${leaf.text} !== '') { ${write}${setComma(separator)} }`);
  }

  private optionalGroup(name: string, group: Group, separator: Separator): void {
    this.flush();
    const variable = `g${this.variables++}`;
    this.lines.push(`let ${variable} = ${lead(separator, `${JSON.stringify(name)}:{`)};`);
    this.members(group, { static: false, text: variable });
    this.lines.push(`if (${variable} === ',') { o += '}';${setComma(separator)} }`);
  }

  private constant(text: string): void {
    const last = this.pending.at(-1);
    if (last?.constant === true) last.text += text;
    else this.pending.push({ constant: true, text });
  }

  private flush(): void {
    if (this.pending.length === 0) return;
    const parts = this.pending.map((part) => (part.constant ? JSON.stringify(part.text) : part.text));
    this.lines.push(`o += ${parts.join(' + ')};`);
    this.pending = [];
  }
}

const comma: Separator = { static: true, text: ',' };

function lead(separator: Separator, text: string): string {
  return separator.static ? JSON.stringify(separator.text + text) : `${separator.text} + ${JSON.stringify(text)}`;
}

function setComma(separator: Separator): string {
  return separator.static ? '' : ` ${separator.text} = ',';`;
}
