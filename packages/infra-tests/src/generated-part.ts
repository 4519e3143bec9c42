import { readFileSync, writeFileSync } from 'node:fs';

/** A text whose part between two comments a script writes; what stands around it is written by hand. */
export class GeneratedPart {
  readonly #begin: string;
  readonly #end: string;

  constructor(name: string) {
    this.#begin = `<!-- ${name}: generated, npm run docs:terraform -->`;
    this.#end = `<!-- end of ${name} -->`;
  }

  /** @throws Error when the file has no such part */
  read(file: string): string {
    return this.#split(file).part;
  }

  write(file: string, part: string): void {
    const { before, after } = this.#split(file);
    writeFileSync(file, `${before}\n\n${part}\n\n${after}`);
  }

  #split(file: string) {
    const text = readFileSync(file, 'utf8');
    const begin = text.indexOf(this.#begin) + this.#begin.length;
    const end = text.indexOf(this.#end);
    if (begin < this.#begin.length || end < begin)
      throw new Error(`${file} has no generated part; it needs '${this.#begin}' and '${this.#end}', each in a line`);
    return { before: text.slice(0, begin), part: text.slice(begin, end).trim(), after: text.slice(end) };
  }
}
