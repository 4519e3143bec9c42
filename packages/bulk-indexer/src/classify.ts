/** `error` of a bulk item or of a whole answer, as far as OpenSearch told it. */
export interface OpenSearchError {
  readonly type?: string;
  readonly reason?: string;
  readonly index?: string;
  readonly caused_by?: OpenSearchError;
}

/**
 * What a failure means for who sent it. Only `refused` is about the document; everything else is about the cluster or
 * an index, and no document is given up for it.
 */
export type Verdict =
  | { readonly kind: 'indexed' }
  | { readonly kind: 'duplicate' }
  /** The cluster has too much to do: the same again, later. */
  | { readonly kind: 'throttled' }
  /** It may go better next time: the same again, later. */
  | { readonly kind: 'failed' }
  /** The index takes nothing for now; others may. */
  | { readonly kind: 'stuck'; readonly reason: string }
  /** The index takes nothing any more: closed, read-only, warm. `index` is its own name, never an alias. */
  | { readonly kind: 'read-only'; readonly index: string }
  /** The whole cluster takes nothing for now. */
  | { readonly kind: 'outage'; readonly reason: string }
  /** The document's form, id or index name. */
  | { readonly kind: 'refused' };

const indexed: Verdict = { kind: 'indexed' };
const duplicate: Verdict = { kind: 'duplicate' };
const throttled: Verdict = { kind: 'throttled' };
const failed: Verdict = { kind: 'failed' };
const refused: Verdict = { kind: 'refused' };

/** Errors of status 400 that come from how the cluster or a template is set up, not from the document. */
const setupErrors: readonly [type: RegExp, reason: RegExp, name: string][] = [
  [/^validation_exception$/, /maximum .*shards open|would add \[\d+\] .*shards/, 'shard_limit'],
  [/^illegal_argument_exception$/, /^pipeline with id \[/, 'pipeline_missing'],
  [
    /^illegal_argument_exception$/,
    /^(?:Failed to build |unknown setting |No write index is defined|no write index)/,
    'index_setup',
  ],
  [/^illegal_argument_exception$/, /^no write index is defined for alias/, 'index_setup'],
  [/^mapper_parsing_exception$/, /^Failed to parse mapping/, 'index_setup'],
  [/^invalid_index_template_exception$/, /./, 'index_setup'],
];

/** Verdict on one bulk item. */
export function classifyItem(status: number, error: OpenSearchError | undefined): Verdict {
  if (status >= 200 && status < 300) return indexed;
  const type = error?.type ?? '';
  const reason = error?.reason ?? '';
  if (type === 'cluster_block_exception') return classifyBlock(reason);
  switch (status) {
    case 409:
      return type === '' || type.startsWith('version_conflict') ? duplicate : failed;
    case 429:
      return throttled;
    case 400:
      return classifyBadRequest(type, reason, error?.index);
    case 401:
    case 403:
      return { kind: 'stuck', reason: 'access_denied' };
    case 404:
      return { kind: 'stuck', reason: type === '' ? 'not_found' : type };
    case 413:
      return refused;
    default:
      // 500 may be the document's own doing (an unexpected exception in the mapper); the caller bounds it.
      return status === 500 || status < 400
        ? failed
        : { kind: 'stuck', reason: type === '' ? `status_${status}` : type };
  }
}

function classifyBadRequest(type: string, reason: string, index: string | undefined): Verdict {
  if (type === 'index_closed_exception' && index !== undefined) return { kind: 'read-only', index };
  if (type === 'resource_already_exists_exception') return failed;
  const setup = setupErrors.find(([ofType, ofReason]) => ofType.test(type) && ofReason.test(reason));
  return setup === undefined ? refused : { kind: 'stuck', reason: setup[2] };
}

/**
 * `index [log-x] blocked by: [FORBIDDEN/8/index write (api)];`. The first part says how bad it is, the text whose block
 * it is: the same numbers stand for blocks of the cluster and of remote indexes.
 */
export function classifyBlock(reason: string): Verdict {
  const index = /index \[([^\]]+)\] blocked by/.exec(reason)?.[1];
  const blocks = [...reason.matchAll(/\[([A-Z_]+)\/(\d+)\/([^\]]*)\]/g)];
  if (blocks.some(([, status]) => status === 'TOO_MANY_REQUESTS')) return { kind: 'outage', reason: 'flood_stage' };
  if (blocks.some(([, status]) => status === 'SERVICE_UNAVAILABLE')) {
    return { kind: 'outage', reason: 'cluster_not_ready' };
  }
  if (index === undefined || blocks.some(([, , , text]) => text?.startsWith('cluster')) || blocks.length === 0) {
    return { kind: 'outage', reason: 'cluster_read_only' };
  }
  return { kind: 'read-only', index };
}

/** Verdict on a whole request that was not answered with 200. */
export type RequestVerdict =
  | { readonly kind: 'throttled' | 'too-large' | 'malformed' }
  | { readonly kind: 'outage'; readonly reason: string };

export function classifyRequest(status: number, error: OpenSearchError | undefined): RequestVerdict {
  if (error?.type === 'cluster_block_exception') {
    const block = classifyBlock(error.reason ?? '');
    return { kind: 'outage', reason: block.kind === 'outage' ? block.reason : 'cluster_read_only' };
  }
  if (status === 413) return { kind: 'too-large' };
  if (status === 429) return { kind: 'throttled' };
  // Without an error of OpenSearch's form something else answered, a proxy or a wrong address; no document's fault.
  if (status === 400 && error?.type !== undefined) return { kind: 'malformed' };
  if (status === 401 || status === 403) return { kind: 'outage', reason: 'access_denied' };
  return { kind: 'outage', reason: `status_${status}` };
}

/** The error in an answer, or undefined where something else than OpenSearch wrote it. */
export function errorOf(body: unknown): OpenSearchError | undefined {
  if (typeof body !== 'object' || body === null || !('error' in body)) return undefined;
  const { error } = body;
  return typeof error === 'object' && error !== null ? (error as OpenSearchError) : undefined;
}
