import type { Client } from '@opensearch-project/opensearch';

export interface StoredObject {
  key: string;
  sizeBytes: number;
  etag: string;
  writtenAt: Date;
}

interface LedgerDocument {
  key: string;
  etag?: string;
  outcome: string;
  balances: boolean;
}

/** Ledger documents of this many objects are asked for at once; an object has a few, one an outcome. */
export const lookupBatch = 500;
const documentsPerObject = 10;

/** Better outcomes first: an object that was loaded at last counts as loaded. */
const ranking = ['loaded', 'excluded', 'unreadable', 'unknown_log_type', 'ignored_key', 'gone'];

/**
 * What the ledger says of each object: its best outcome for the content that is there now, `changed` where it knows only
 * another content, `never` where it knows nothing.
 */
export async function lookUp(
  client: Client,
  bucket: string,
  objects: readonly StoredObject[],
): Promise<Map<string, string>> {
  const documents = Map.groupBy(await ledgerDocuments(client, bucket, objects), ({ key }) => key);
  return new Map(objects.map((object) => [object.key, outcomeOf(object, documents.get(object.key) ?? [])]));
}

async function ledgerDocuments(
  client: Client,
  bucket: string,
  objects: readonly StoredObject[],
): Promise<LedgerDocument[]> {
  const { body } = await client.search({
    index: 'siem-ledger-*',
    ignore_unavailable: true,
    allow_no_indices: true,
    body: {
      size: objects.length * documentsPerObject,
      _source: ['key', 'etag', 'outcome', 'balances'],
      query: {
        bool: {
          filter: [
            isOneOf('bucket', [bucket]),
            isOneOf(
              'key',
              objects.map(({ key }) => key),
            ),
          ],
        },
      },
    } as never,
  });
  return body.hits.hits.map(({ _source }) => _source as unknown as LedgerDocument);
}

/** Where the index templates were not there when the ledger began, OpenSearch has made texts with a keyword below. */
function isOneOf(field: string, values: readonly string[]): object {
  return { bool: { should: [{ terms: { [field]: values } }, { terms: { [`${field}.keyword`]: values } }] } };
}

function outcomeOf({ etag }: StoredObject, documents: readonly LedgerDocument[]): string {
  if (documents.length === 0) return 'never';
  // Objects that were not read have no ETag in the ledger.
  const current = documents.filter((document) => document.etag === undefined || document.etag === etag);
  if (current.length === 0) return 'changed';
  const outcomes = new Set(current.map(({ outcome, balances }) => (balances ? outcome : 'unbalanced')));
  return ranking.find((outcome) => outcomes.has(outcome)) ?? [...outcomes][0]!;
}
