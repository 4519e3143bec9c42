import type { DocumentTarget } from './rendered-chunk.ts';
import type { Transport } from './transport.ts';

interface FoundDocument {
  readonly found?: boolean;
  readonly error?: { readonly type?: string };
}

/** The cluster could not say, for now; asking again may help. */
export class PresenceUnknownError extends Error {
  readonly code = 'SIEM_PRESENCE_UNKNOWN';

  constructor(found: string) {
    super(`Looking up documents in a read-only index failed: ${found}`);
    this.name = 'PresenceUnknownError';
  }
}

/**
 * Tells for each document whether one of `indexes` has its id. A closed, cold or missing index cannot be read and
 * counts as not having it: a document that was written there before, and is delivered again after, is then written a
 * second time. Realtime, so documents not yet refreshed are found.
 * @throws NoAnswerError, PresenceUnknownError
 */
export async function findPresent(
  transport: Transport,
  targets: readonly DocumentTarget[],
  indexes: (target: DocumentTarget) => readonly string[],
  signal: AbortSignal,
): Promise<boolean[]> {
  const questions = targets.flatMap((target, position) =>
    indexes(target).map((index) => ({ index, id: target.id, position })),
  );
  const { status, body } = await transport.send({
    method: 'POST',
    path: '/_mget',
    query: { filter_path: 'docs.found,docs.error.type' },
    body: Buffer.from(
      JSON.stringify({ docs: questions.map(({ index, id }) => ({ _index: index, _id: id, _source: false })) }),
    ),
    signal,
  });
  const docs = (body as { docs?: FoundDocument[] }).docs;
  if (status !== 200 || docs?.length !== questions.length) throw new PresenceUnknownError(`status ${status}`);
  const present = targets.map(() => false);
  for (const [i, { found, error }] of docs.entries()) {
    if (found === true) present[questions[i]?.position ?? 0] = true;
    const type = error?.type;
    if (type !== undefined && type !== 'index_closed_exception' && type !== 'index_not_found_exception') {
      throw new PresenceUnknownError(type);
    }
  }
  return present;
}
