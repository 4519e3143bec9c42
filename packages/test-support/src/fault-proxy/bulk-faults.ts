import type { BulkItem, Fault } from './faults.ts';

export type BulkItemsFault = Extract<Fault, { kind: 'bulk-items' }>;

/** A `_bulk` body taken apart: the items that go on to the server and the ones that fail here. */
export interface SplitBulk {
  /** NDJSON for the server; empty when every item fails. */
  readonly forwarded: string;
  /** In the order of the request: undefined where the server answers, our answer where it does not. */
  readonly answers: readonly (object | undefined)[];
}

const reasons: Readonly<Record<number, string>> = {
  400: 'mapper_parsing_exception',
  429: 'rejected_execution_exception',
  500: 'exception',
  503: 'unavailable_shards_exception',
};

/** @see https://docs.opensearch.org/latest/api-reference/document-apis/bulk/ for the form of request and answer */
export function splitBulk(
  body: string,
  pathIndex: string | undefined,
  fault: BulkItemsFault,
  random: () => number,
): SplitBulk {
  const forwarded: string[] = [];
  const answers: (object | undefined)[] = [];
  for (const { item, lines } of readItems(body, pathIndex)) {
    const fails = (fault.choose?.(item) ?? true) && (fault.itemRate === undefined || random() < fault.itemRate);
    if (fails) answers.push(failedItem(item, fault));
    else {
      answers.push(undefined);
      forwarded.push(...lines);
    }
  }
  return { forwarded: forwarded.length === 0 ? '' : `${forwarded.join('\n')}\n`, answers };
}

/** Every item with its lines. @param pathIndex the index where an item names none */
export function* readItems(
  body: string,
  pathIndex: string | undefined,
): Generator<{ item: BulkItem; lines: string[] }> {
  const lines = body.split('\n').filter((line) => line !== '');
  for (let line = 0, position = 0; line < lines.length; position++) {
    const actionLine = lines[line++] ?? '';
    const parsed = JSON.parse(actionLine) as Record<string, { _index?: string; _id?: string }>;
    const [[action, target] = ['index', {}]] = Object.entries(parsed);
    const source = action === 'delete' ? undefined : lines[line++];
    const item: BulkItem = {
      position,
      action: action as BulkItem['action'],
      index: target._index ?? pathIndex,
      id: target._id,
      source,
    };
    yield { item, lines: source === undefined ? [actionLine] : [actionLine, source] };
  }
}

function failedItem({ action, index, id }: BulkItem, { status, error: given }: BulkItemsFault): object {
  const error = given ?? { type: reasons[status], reason: `injected by the fault proxy with status ${status}` };
  return { [action]: { _index: index, _id: id ?? null, status, error } };
}

/** Puts our answers among the server's. `serverAnswer` is undefined when nothing was forwarded. */
export function mergeBulk(serverAnswer: string | undefined, answers: readonly (object | undefined)[]): string {
  const real =
    serverAnswer === undefined ? { took: 0, errors: false, items: [] } : (JSON.parse(serverAnswer) as BulkAnswer);
  const realItems = real.items.values();
  const items = answers.map((answer) => answer ?? realItems.next().value);
  return JSON.stringify({ ...real, errors: real.errors || answers.some((answer) => answer !== undefined), items });
}

interface BulkAnswer {
  readonly took: number;
  readonly errors: boolean;
  readonly items: readonly object[];
}
