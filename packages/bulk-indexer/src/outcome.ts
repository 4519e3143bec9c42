import type { BulkRequest } from './bulk-request.ts';
import { classifyItem, type OpenSearchError } from './classify.ts';
import { appendDocument, indexOf, type WorkItem } from './work-item.ts';

/** Asked for with `filter_path`: an answer to 10,000 documents is 260 KB instead of 2 MB. */
export const answerFilter = [
  'items.*.status',
  'items.*.error.type',
  'items.*.error.reason',
  'items.*.error.index',
  'items.*.error.caused_by',
].join(',');

interface AnsweredItem {
  readonly status?: number;
  readonly error?: OpenSearchError;
}

export interface BulkAnswer {
  readonly items: readonly Readonly<Record<string, AnsweredItem>>[];
}

/** What is left to do after an answer; everything else has become final. */
export interface FollowUps {
  /** Documents that were created or were there already. */
  accepted: number;
  throttled: WorkItem[];
  failed: { status: number; error: OpenSearchError | undefined; items: WorkItem[] }[];
  stuck: { index: string; reason: string; isOutage: boolean; items: WorkItem[] }[];
  readOnly: { index: string; blockedIndex: string; items: WorkItem[] }[];
  refused: { item: WorkItem; status: number; error: OpenSearchError | undefined }[];
}

/** @returns undefined when it is no whole answer to `documents` documents; what became of them is unknown then */
export function readBulkAnswer(body: unknown, documents: number): BulkAnswer | undefined {
  const { items } = (typeof body === 'object' && body !== null ? body : {}) as Partial<BulkAnswer>;
  return Array.isArray(items) && items.length === documents ? { items } : undefined;
}

/** Tells the chunks what became final, and returns the rest, sorted by what has to happen. */
export function applyAnswer(request: BulkRequest, answer: BulkAnswer): FollowUps {
  const followUps: FollowUps = { accepted: 0, throttled: [], failed: [], stuck: [], readOnly: [], refused: [] };
  let position = 0;
  for (const item of request.items) {
    let accepted = 0;
    for (let document = item.from; document < item.to; document++, position++) {
      const { status = 0, error } = onlyValue(answer.items[position]);
      if (status === 201 || status === 200) accepted++;
      else applyFailure(item, document, status, error, followUps);
    }
    accept(item, accepted);
    followUps.accepted += accepted;
  }
  return followUps;
}

function accept({ chunk, rewritten }: WorkItem, documents: number): void {
  if (documents === 0) return;
  if (rewritten?.form === undefined) chunk.addIndexed(documents);
  else chunk.addSafeForm();
}

function applyFailure(
  item: WorkItem,
  document: number,
  status: number,
  error: OpenSearchError | undefined,
  followUps: FollowUps,
): void {
  const verdict = classifyItem(status, error);
  switch (verdict.kind) {
    case 'indexed':
      accept(item, 1);
      followUps.accepted++;
      return;
    case 'duplicate':
      item.chunk.addDuplicate();
      followUps.accepted++;
      return;
    case 'throttled':
      appendDocument(followUps.throttled, item, document);
      return;
    case 'failed':
      appendDocument(
        groupOf(followUps.failed, (other) => other.error?.type === error?.type, { status, error }),
        item,
        document,
      );
      return;
    case 'refused':
      followUps.refused.push({ item: single(item, document), status, error });
      return;
    case 'stuck':
    case 'outage': {
      const index = indexOf(item, document);
      const { reason } = verdict;
      const isOutage = verdict.kind === 'outage';
      const list = groupOf(followUps.stuck, (other) => other.index === index && other.reason === reason, {
        index,
        reason,
        isOutage,
      });
      appendDocument(list, item, document);
      return;
    }
    case 'read-only': {
      const index = indexOf(item, document);
      const blockedIndex = verdict.index;
      const list = groupOf(followUps.readOnly, (other) => other.index === index, { index, blockedIndex });
      appendDocument(list, item, document);
      return;
    }
  }
}

/** The items of the group that fits, a new group where none does. */
function groupOf<T extends { items: WorkItem[] }>(
  groups: T[],
  fits: (group: T) => boolean,
  facts: Omit<T, 'items'>,
): WorkItem[] {
  const found = groups.find(fits);
  if (found !== undefined) return found.items;
  const group = { ...facts, items: [] as WorkItem[] } as unknown as T;
  groups.push(group);
  return group.items;
}

function single(item: WorkItem, document: number): WorkItem {
  const list: WorkItem[] = [];
  appendDocument(list, item, document);
  return list[0] ?? item;
}

/** `{"create":{…}}` -> `{…}`. */
function onlyValue(item: Readonly<Record<string, AnsweredItem>> | undefined): AnsweredItem {
  for (const name in item) return item[name] ?? {};
  return {};
}
