import type { RawRecord } from '@siem/log-type';
import { setMember } from '../record-parser.ts';

/** Text of an element that also has members. */
export const textMember = '#text';

/** Elements as they open and close, to objects: `<a x="1"><b>t</b></a>` to `{a: {x: '1', b: 't'}}`. */
export class ElementTree {
  readonly root: RawRecord = {};
  private readonly open: RawRecord[] = [];
  private current: RawRecord = this.root;
  private pending = '';

  get depth(): number {
    return this.open.length;
  }

  text(part: string): void {
    this.pending += part;
  }

  /** @param element with its attributes as members */
  begin(element: RawRecord): void {
    this.keepText(this.current);
    this.open.push(this.current);
    this.current = element;
  }

  end(name: string): void {
    const element = this.current;
    this.current = this.open.pop()!;
    let value: unknown = element;
    if (isEmpty(element)) {
      value = this.pending === '' ? null : this.pending;
      this.pending = '';
    } else {
      this.keepText(element);
    }
    add(this.current, name, value);
  }

  /** Text between elements counts where it says something; indentation does not. */
  private keepText(owner: RawRecord): void {
    if (this.pending === '') return;
    if (this.pending.trim() !== '') owner[textMember] = (owner[textMember] ?? '') + this.pending;
    this.pending = '';
  }
}

function isEmpty(element: RawRecord): boolean {
  for (const _ in element) return false;
  return true;
}

function add(parent: RawRecord, name: string, value: unknown): void {
  if (!Object.hasOwn(parent, name)) setMember(parent, name, value);
  else if (Array.isArray(parent[name])) parent[name].push(value);
  else parent[name] = [parent[name], value];
}
