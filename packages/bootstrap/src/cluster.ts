import type { Connection } from './connection.ts';
import { BootstrapError } from './errors.ts';
import type { JsonObject } from './model.ts';

/** What the cluster is, as far as it decides on what to put into it. */
export interface ClusterFacts {
  readonly isServerless: boolean;
  /** Undefined for serverless collections, which have none. */
  readonly version: string | undefined;
  readonly dataNodes: number;
}

const oldest = { major: 2, minor: 19 };

/** @throws BootstrapError when the cluster is no OpenSearch, too old, or read-only */
export async function readClusterFacts(connection: Connection, isServerless: boolean): Promise<ClusterFacts> {
  if (isServerless) return { isServerless, version: undefined, dataNodes: 0 };
  const { body } = await connection.must('GET', '/');
  const version = checkVersion(body['version'] as JsonObject | undefined, connection.url);
  const health = await connection.must('GET', '/_cluster/health', undefined, { expected: [408] });
  return { isServerless, version, dataNodes: Number(health.body['number_of_data_nodes'] ?? 1) };
}

function checkVersion(found: JsonObject | undefined, url: string): string {
  const number = String(found?.['number'] ?? 'unknown');
  const right = 'OpenSearch 2.19 or later, or 3.x, is needed';
  if (found?.['distribution'] !== 'opensearch') {
    const disguise = number.startsWith('7.10')
      ? '. If it is an OpenSearch that calls itself 7.10.2, set compatibility.override_main_response_version to false'
      : '';
    throw new BootstrapError(
      'SIEM_BOOTSTRAP_VERSION',
      `${url} is not OpenSearch (version ${number}); ${right}${disguise}`,
    );
  }
  const [major = 0, minor = 0] = number.split('.').map(Number);
  if (major < oldest.major || (major === oldest.major && minor < oldest.minor)) {
    throw new BootstrapError(
      'SIEM_BOOTSTRAP_VERSION',
      `${url} is OpenSearch ${number}; ${right}. Upgrade the cluster first`,
    );
  }
  return number;
}

/** Before anything is written, so that nothing is left half-done. @throws BootstrapError */
export async function checkWritable(connection: Connection, facts: ClusterFacts): Promise<void> {
  if (facts.isServerless) return;
  const { body } = await connection.must('GET', '/_cluster/settings?flat_settings=true');
  for (const scope of ['persistent', 'transient']) {
    const settings = (body[scope] ?? {}) as JsonObject;
    for (const name of [
      'cluster.blocks.read_only',
      'cluster.blocks.read_only_allow_delete',
      'cluster.blocks.create_index',
    ]) {
      if (String(settings[name]) !== 'true') continue;
      throw new BootstrapError(
        'SIEM_BOOTSTRAP_READ_ONLY',
        `${connection.url} is read-only: ${name} is true (${scope}). Lift it, then run the same command again; nothing was changed`,
      );
    }
  }
}
