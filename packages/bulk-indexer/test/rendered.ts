import type { RenderedChunk } from '../src/index.ts';

export interface TestDocument {
  readonly index: string;
  readonly id: string;
  readonly source: Readonly<Record<string, unknown>> | string;
}

/** What a worker thread would hand over for these documents. */
export function renderedChunk(documents: readonly TestDocument[]): RenderedChunk {
  const actionStarts: number[] = [];
  const sourceStarts: number[] = [];
  const lines: Buffer[] = [];
  let at = 0;
  const add = (text: string) => {
    const line = Buffer.from(`${text}\n`);
    lines.push(line);
    at += line.length;
  };
  for (const { index, id, source } of documents) {
    actionStarts.push(at);
    add(JSON.stringify({ create: { _index: index, _id: id } }));
    sourceStarts.push(at);
    add(typeof source === 'string' ? source : JSON.stringify(source));
  }
  actionStarts.push(at);
  return {
    body: Buffer.concat(lines),
    actionStarts: Uint32Array.from(actionStarts),
    sourceStarts: Uint32Array.from(sourceStarts),
  };
}

/** `count` small documents `a-0`, `a-1`, ... for one index. */
export function documents(index: string, count: number, prefix = 'a'): TestDocument[] {
  return Array.from({ length: count }, (_, i) => ({
    index,
    id: `${prefix}-${i}`,
    source: { '@message': `record ${i}`, event: { module: 'test' }, number: i },
  }));
}
