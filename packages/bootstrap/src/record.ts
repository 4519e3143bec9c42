import { appliedStateMappings } from '@siem/index-templates';
import type { Connection } from './connection.ts';
import type { AppliedRecord, JsonObject, Kind } from './model.ts';

export const recordIndex = 'siem-bootstrap';

/** What we applied, by `kind/name`. */
export type AppliedRecords = ReadonlyMap<string, AppliedRecord>;

export function recordKey(kind: Kind, name: string): string {
  return `${kind}/${name}`;
}

/** Empty where bootstrap never ran. */
export async function readRecords(connection: Connection): Promise<AppliedRecords> {
  const records = new Map<string, AppliedRecord>();
  let after: string | undefined;
  const size = 500;
  for (;;) {
    const { status, body } = await connection.must(
      'POST',
      `/${recordIndex}/_search`,
      {
        size,
        sort: [{ kind: 'asc' }, { name: 'asc' }],
        ...(after !== undefined && { search_after: JSON.parse(after) }),
      },
      { expected: [404] },
    );
    if (status === 404) return records;
    const { hits } = body['hits'] as unknown as { hits: { _source: AppliedRecord; sort: string[] }[] };
    for (const { _source } of hits) records.set(recordKey(_source.kind, _source.name), _source);
    if (hits.length < size) return records;
    after = JSON.stringify(hits.at(-1)!.sort);
  }
}

export async function ensureRecordIndex(connection: Connection, isServerless: boolean): Promise<void> {
  const { status } = await connection.send('HEAD', `/${recordIndex}`);
  if (status === 200) return;
  const settings = isServerless ? {} : { number_of_shards: 1, auto_expand_replicas: '0-1', hidden: true };
  const body = { settings, mappings: appliedStateMappings as unknown as JsonObject };
  // Two bootstraps at once: the second finds it there.
  const answer = await connection.send('PUT', `/${recordIndex}`, body);
  if (answer.status >= 300 && !JSON.stringify(answer.body).includes('resource_already_exists')) {
    await connection.must('PUT', `/${recordIndex}`, body);
  }
}

/** One bulk request, visible to the next search. */
export async function writeRecords(
  connection: Connection,
  applied: readonly AppliedRecord[],
  removed: readonly { kind: Kind; name: string }[],
  isServerless: boolean,
): Promise<void> {
  const lines = [
    ...applied.flatMap((record) => [
      { index: { _index: recordIndex, _id: recordKey(record.kind, record.name) } },
      record,
    ]),
    ...removed.map(({ kind, name }) => ({ delete: { _index: recordIndex, _id: recordKey(kind, name) } })),
  ];
  if (lines.length === 0) return;
  const body = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  // Serverless collections refresh when they like.
  const path = isServerless ? '/_bulk' : '/_bulk?refresh=true';
  const { body: answer } = await connection.must('POST', path, body, {
    headers: { 'content-type': 'application/x-ndjson' },
  });
  if (answer['errors'] === true)
    throw new Error(`The record of what was applied could not be written to ${recordIndex}`);
}

export async function removeRecordIndex(connection: Connection): Promise<void> {
  await connection.must('DELETE', `/${recordIndex}`, undefined, { expected: [404] });
}
