import type { LogTypeDefinition } from '@siem/log-type';
import { createOpenSearchClient, readOpenSearchConfig } from '@siem/opensearch-client';
import { Bootstrap } from './bootstrap.ts';
import type { SavedObjectFile } from './desired/desired-state.ts';
import { BootstrapError } from './errors.ts';
import { readOptions } from './options.ts';

export interface OpenBootstrap extends AsyncDisposable {
  readonly bootstrap: Bootstrap;
  /** Of the cluster, without credentials. */
  readonly url: string;
}

export interface OpenBootstrapOptions {
  readonly definitions: readonly LogTypeDefinition[];
  readonly savedObjects?: readonly SavedObjectFile[];
  /** @defaultvalue SIEM_BOOTSTRAP_CONFIG */
  readonly configFile?: string;
  readonly adopt?: readonly string[];
}

/**
 * A bootstrap for the cluster that the environment names, by the variables that the worker reads too; and for OpenSearch
 * Dashboards at SIEM_DASHBOARDS_URL (`https://<domain>/_dashboards`), with the same credentials.
 * @throws OpenSearchConfigurationError, BootstrapError when a variable or the configuration file is not right
 */
export function openBootstrap(
  environment: Readonly<Record<string, string | undefined>>,
  { definitions, savedObjects = [], configFile, adopt = [] }: OpenBootstrapOptions,
): OpenBootstrap {
  const config = readOpenSearchConfig(environment);
  const { authentication } = config;
  const url = config.nodes[0]!;
  const dashboardsUrl = readDashboardsUrl(environment['SIEM_DASHBOARDS_URL']);
  const options = readOptions(environment, configFile);
  const client = createOpenSearchClient(config);
  const dashboards =
    dashboardsUrl === undefined ? undefined : createOpenSearchClient({ ...config, nodes: [dashboardsUrl] });
  const bootstrap = new Bootstrap({
    client,
    url,
    isServerless: authentication.kind === 'sigv4' && authentication.service === 'aoss',
    definitions,
    options,
    savedObjects,
    ...(dashboards && { dashboards: { client: dashboards, url: dashboardsUrl! } }),
    adopt,
  });
  return {
    bootstrap,
    url,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([client.close(), dashboards?.close()]);
    },
  };
}

function readDashboardsUrl(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol) && url.username === '') return url.href.replace(/\/$/, '');
  throw new BootstrapError(
    'SIEM_BOOTSTRAP_CONFIGURATION',
    'SIEM_DASHBOARDS_URL must be an http or https URL without user name, such as https://<domain>/_dashboards',
  );
}
