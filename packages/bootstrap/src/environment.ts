import type { LogTypeDefinition } from '@siem/log-type';
import { createOpenSearchClient, readOpenSearchConfig } from '@siem/opensearch-client';
import { Bootstrap } from './bootstrap.ts';
import { readOptions } from './options.ts';

export interface OpenBootstrap extends AsyncDisposable {
  readonly bootstrap: Bootstrap;
  /** Of the cluster, without credentials. */
  readonly url: string;
}

/**
 * A bootstrap for the cluster that the environment names, by the variables that the worker reads too.
 * @throws OpenSearchConfigurationError, BootstrapError when a variable or the configuration file is not right
 */
export function openBootstrap(
  environment: Readonly<Record<string, string | undefined>>,
  definitions: readonly LogTypeDefinition[],
  { configFile, adopt = [] }: { configFile?: string; adopt?: readonly string[] } = {},
): OpenBootstrap {
  const config = readOpenSearchConfig(environment);
  const client = createOpenSearchClient(config);
  const { authentication } = config;
  const url = config.nodes[0]!;
  const bootstrap = new Bootstrap({
    client,
    url,
    isServerless: authentication.kind === 'sigv4' && authentication.service === 'aoss',
    definitions,
    options: readOptions(environment, configFile),
    adopt,
  });
  return { bootstrap, url, [Symbol.asyncDispose]: () => client.close() };
}
