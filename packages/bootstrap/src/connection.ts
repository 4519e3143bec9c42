import { type Client, errors } from '@opensearch-project/opensearch';
import { BootstrapError } from './errors.ts';
import type { JsonObject } from './model.ts';

export interface Answer {
  readonly status: number;
  readonly body: JsonObject;
}

/**
 * One server, OpenSearch or OpenSearch Dashboards: sends requests, and turns what concerns every request alike into the
 * errors that stop us. Any other answer is the caller's to judge.
 */
export class Connection {
  readonly url: string;
  readonly #client: Client;

  constructor(client: Client, url: string) {
    this.#client = client;
    this.url = url;
  }

  async send(
    method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: JsonObject | string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    try {
      const answer = await this.#client.transport.request(
        { method, path, ...(body !== undefined && { body: body as never }) },
        { maxRetries: 2, headers: { ...headers } },
      );
      return { status: answer.statusCode ?? 0, body: asObject(answer.body) };
    } catch (error) {
      if (!(error instanceof errors.ResponseError)) throw this.#unreachable(error);
      const status = error.statusCode ?? 0;
      const answer = { status, body: asObject(error.body) };
      if (status === 401) {
        throw new BootstrapError(
          'SIEM_BOOTSTRAP_CREDENTIALS',
          `${this.url} refuses our credentials (401); check SIEM_OPENSEARCH_AUTH and what belongs to it`,
          { cause: error },
        );
      }
      if (isReadOnly(answer)) {
        throw new BootstrapError(
          'SIEM_BOOTSTRAP_READ_ONLY',
          `${this.url} is read-only: ${reasonOf(answer)}. A full disk or cluster.blocks.* causes this; free space or lift the block, then run the same command again`,
          { cause: error },
        );
      }
      return answer;
    }
  }

  /** @throws BootstrapError naming what was refused, unless the status is below 300 or among `expected` */
  async must(
    method: Parameters<Connection['send']>[0],
    path: string,
    body?: JsonObject | string,
    { headers = {}, expected = [] }: { headers?: Readonly<Record<string, string>>; expected?: readonly number[] } = {},
  ): Promise<Answer> {
    const answer = await this.send(method, path, body, headers);
    if (answer.status < 300 || expected.includes(answer.status)) return answer;
    if (answer.status === 403) {
      throw new BootstrapError(
        'SIEM_BOOTSTRAP_CREDENTIALS',
        `${this.url} does not let us ${method} ${path} (403): ${reasonOf(answer)}. Bootstrap needs a role that may administer the cluster`,
      );
    }
    throw new BootstrapError(
      'SIEM_BOOTSTRAP_REFUSED',
      `${method} ${path} was refused (${answer.status}): ${reasonOf(answer)}`,
    );
  }

  #unreachable(error: unknown): BootstrapError {
    return new BootstrapError(
      'SIEM_BOOTSTRAP_UNREACHABLE',
      `${this.url} cannot be reached: ${error instanceof Error ? error.message : String(error)}; check OPENSEARCH_URL, the network and TLS`,
      { cause: error },
    );
  }
}

/** The server's own words, short. */
export function reasonOf({ body, status }: Answer): string {
  const error = body['error'] ?? body['message'] ?? body['reason'];
  if (typeof error === 'string') return error.slice(0, 500);
  if (typeof error === 'object' && error !== null && !Array.isArray(error)) {
    const { type, reason, caused_by: cause } = error as JsonObject;
    const deeper = (cause as JsonObject | undefined)?.['reason'];
    return [type, reason, deeper]
      .filter((text) => typeof text === 'string')
      .join(': ')
      .slice(0, 500);
  }
  return `status ${status}`;
}

function isReadOnly({ status, body }: Answer): boolean {
  return (status === 403 || status === 429) && JSON.stringify(body).includes('cluster_block_exception');
}

function asObject(body: unknown): JsonObject {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as JsonObject;
  if (typeof body === 'string' && body.startsWith('{')) {
    try {
      return JSON.parse(body) as JsonObject;
    } catch {
      return { message: body };
    }
  }
  return Array.isArray(body) ? { items: body } : { message: String(body ?? '') };
}
