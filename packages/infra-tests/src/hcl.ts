import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import hcl from 'hcl2-parser';

/** Arguments of a block; expressions are text in `${}`. */
export type HclBlock = Readonly<Record<string, unknown>>;
/** Blocks by kind and label, such as `variable` and `name`. */
export type HclFiles = Readonly<Record<string, Readonly<Record<string, readonly HclBlock[]>>>>;

/**
 * What the .tf files of a folder say together.
 * @throws Error naming the file that is no HCL
 */
export function readHcl(folder: string): HclFiles {
  const all: Record<string, Record<string, readonly HclBlock[]>> = {};
  for (const file of globSync('*.tf', { cwd: folder }).sort()) {
    const [content, problem] = hcl.parseToObject(readFileSync(join(folder, file), 'utf8')) as [
      HclFiles | null,
      unknown,
    ];
    if (content === null || problem) throw new Error(`${join(folder, file)} is no HCL: ${JSON.stringify(problem)}`);
    for (const [kind, blocks] of Object.entries(content)) all[kind] = { ...all[kind], ...blocks };
  }
  return all;
}

/** An expression without its `${}`; of several lines, without the indentation that all share. */
export function expressionText(value: unknown): string {
  const text = typeof value === 'string' ? value.replace(/^\$\{([\s\S]*)\}$/, '$1') : JSON.stringify(value);
  return text.replace(/\n {2}/g, '\n');
}
