export { type AwsCredentials, createOpenSearchClient, type OpenSearchClientOptions, userAgent } from './client.ts';
export {
  describeOpenSearchConfig,
  type OpenSearchAuthentication,
  type OpenSearchConfig,
  type OpenSearchTls,
} from './config.ts';
export { readOpenSearchConfig } from './environment.ts';
export { OpenSearchConfigurationError } from './errors.ts';
export { type ConfigurationVariable, openSearchVariables } from './variables.ts';
