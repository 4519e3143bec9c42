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
 * @param memory declarations of variables that live from record to record are added to it
 * @param isBesideRaw each top-level member goes where `besideRaw` says
 */
export function treeCode(leaves: readonly Leaf[], isBesideRaw: boolean, memory: string[]): string {
  const root = groupLeaves(leaves);
  if (!isBesideRaw) return membersCode(root, 0, memory);
  const codes = rootKeys(leaves).map((name, i) => {
    const group = root.groups.get(name);
    const member: Group = {
      leaves: root.leaves.filter((leaf) => leaf.name === name),
      groups: new Map(group === undefined ? [] : [[name, group]]),
    };
    return besideRaw([name], membersCode(member, i, memory));
  });
  return codes.join('\n');
}

function membersCode(group: Group, number: number, memory: string[]): string {
  const writer = new TreeWriter(`g${number}_`, memory);
  writer.members(group, comma);
  return writer.finish();
}

/** Code whose members go to `c` where the raw record has one of those names too, and stay in `o` elsewhere. */
export function besideRaw(names: readonly string[], code: string): string {
  if (code === '') return '';
  const clash = names.map((name) => `r[${JSON.stringify(name)}] !== undefined`).join(' || ');
  return `if (n = ${clash}) { k = o; o = ''; }\n${code}\nif (n) { c += o; o = k; }`;
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

/**
 * What stands before the next member: text that is known, behind the openings of enclosing objects that are written
 * only when their first member comes. For each of these the generated code has a flag.
 */
interface Separator {
  text: string;
  openings: readonly { flag: string; text: string }[];
}

class TreeWriter {
  private readonly lines: string[] = [];
  /** Expressions not yet written; neighbouring constants are joined. */
  private pending: { constant: boolean; text: string }[] = [];
  private flags = 0;
  private readonly flagPrefix: string;
  private readonly memory: string[];
  private runs = 0;

  constructor(flagPrefix: string, memory: string[]) {
    this.flagPrefix = flagPrefix;
    this.memory = memory;
  }

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
    this.members(group, { text: `${separator.text}${JSON.stringify(name)}:{`, openings: [] });
    this.constant('}');
    return comma;
  }

  private optionalLeaf(leaf: Leaf & { name: string }, separator: Separator): void {
    this.flush();
    const siblings = leaf.siblings === undefined ? '' : ` + ${leaf.siblings}`;
    const opened = separator.openings.map(({ flag }) => ` ${flag} = true;`).join('');
    const write = `o += ${lead(separator, `${JSON.stringify(leaf.name)}:`)} + ${leaf.text}${siblings};${opened}`;
    this.lines.push(`if (${leaf.text} !== '') { ${write} }`);
  }

  private optionalGroup(name: string, group: Group, separator: Separator): void {
    this.flush();
    const flag = `${this.flagPrefix}${this.flags++}`;
    this.lines.push(`let ${flag} = false;`);
    const opening = { flag, text: `${JSON.stringify(name)}:{` };
    this.members(group, { text: separator.text, openings: [...separator.openings, opening] });
    this.flush();
    this.lines.push(`if (${flag}) o += '}';`);
  }

  private constant(text: string): void {
    const last = this.pending.at(-1);
    if (last?.constant === true) last.text += text;
    else this.pending.push({ constant: true, text });
  }

  private flush(): void {
    if (this.pending.length === 0) return;
    const parts = this.pending.map((part) => (part.constant ? JSON.stringify(part.text) : part.text));
    const values = this.pending.filter((part) => !part.constant).map((part) => part.text);
    this.pending = [];
    if (values.length === 0) this.lines.push(`o += ${parts[0]};`);
    else {
      const name = `${this.flagPrefix}r${this.runs++}`;
      this.lines.push(remembered(name, parts, values, this.memory), `o += ${name};`);
    }
  }
}

/**
 * What is there in every document (ingest time, module, account, region) is the same in most of a chunk: joined once, as
 * one piece, for as long as it stays so.
 * @param name of the variable that holds the text
 * @param parts expressions of the text's pieces; `values` are those that are no constants, in their order
 */
export function remembered(
  name: string,
  parts: readonly string[],
  values: readonly string[],
  memory: string[],
): string {
  memory.push(`let ${name} = ''${values.map((_, i) => `, ${name}_${i}`).join('')};`);
  const current = values.map((value, i) => `const ${name}_v${i} = ${value};`).join(' ');
  const changed = values.map((_, i) => `${name}_v${i} !== ${name}_${i}`).join(' || ');
  const keep = values.map((_, i) => `${name}_${i} = ${name}_v${i};`).join(' ');
  let next = 0;
  const joined = parts.map((part) => (part === values[next] ? `${name}_v${next++}` : part)).join(' + ');
  return `${current}\nif (${changed}) { ${keep} ${name} = flat(${joined}); }`;
}

const comma: Separator = { text: ',', openings: [] };

/** Expression of one constant for every state of the flags: fewer pieces make a text that is faster to join. */
function lead({ text, openings }: Separator, member: string): string {
  const last = openings.at(-1);
  if (last === undefined) return JSON.stringify(text + member);
  const outer = lead({ text, openings: openings.slice(0, -1) }, last.text + member);
  return `(${last.flag} ? ${JSON.stringify(`,${member}`)} : ${outer})`;
}
