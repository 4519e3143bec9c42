import { setTimeout as delay } from 'node:timers/promises';
import type { createOpenSearchClient } from '@siem/opensearch-client';
import type { Logger } from 'pino';

const path = '/_index_template/siem-log';
const pauseMs = 5_000;

/**
 * Looks until bootstrap has made the index templates. A domain maps the worker's role only then; a collection, or a user with
 * a password, lets documents in before, and the indexes that they make would guess their types.
 * @returns false where `signal` ended the wait
 */
export async function templatesMade(
  opensearch: ReturnType<typeof createOpenSearchClient>,
  logger: Logger,
  signal: AbortSignal,
): Promise<boolean> {
  let isTold = false;
  while (!signal.aborted) {
    const missing = await whyMissing(opensearch);
    if (missing === undefined) return true;
    if (!isTold)
      logger.warn({ event: 'templates_missing', reason: missing }, 'nothing is received before bootstrap ran');
    isTold = true;
    await delay(pauseMs, undefined, { signal }).catch(() => {});
  }
  return false;
}

async function whyMissing(opensearch: ReturnType<typeof createOpenSearchClient>): Promise<string | undefined> {
  try {
    await opensearch.transport.request({ method: 'GET', path }, { maxRetries: 0 });
    return undefined;
  } catch (error) {
    const status = (error as { statusCode?: number }).statusCode;
    return status === undefined ? (error as Error).message : `${path} answers ${status}`;
  }
}
