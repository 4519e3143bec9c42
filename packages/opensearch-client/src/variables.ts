/** One row of the configuration table in the README. */
export interface ConfigurationVariable {
  readonly name: string;
  readonly unit: string;
  readonly default: string;
  readonly description: string;
  /** Its value never appears in a message or a log line. */
  readonly secret?: boolean;
}

const variable = (name: string, unit: string, defaultValue: string, description: string): ConfigurationVariable => ({
  name,
  unit,
  default: defaultValue,
  description,
});

/** Every variable `readOpenSearchConfig` reads. */
export const openSearchVariables: readonly ConfigurationVariable[] = [
  variable('OPENSEARCH_URL', 'URL', 'required', 'Endpoint; several nodes separated by commas'),
  variable(
    'SIEM_OPENSEARCH_AUTH',
    'none, basic, sigv4',
    'sigv4 for AWS endpoints, basic where a user name is set, else none',
    'How requests are authenticated',
  ),
  variable('SIEM_OPENSEARCH_USERNAME', 'text', 'none', 'User name for basic authentication'),
  {
    ...variable('SIEM_OPENSEARCH_PASSWORD', 'text', 'none', 'Password for basic authentication'),
    secret: true,
  },
  variable('SIEM_OPENSEARCH_PASSWORD_FILE', 'path', 'none', 'File with the password, instead of the variable'),
  variable('SIEM_OPENSEARCH_SERVICE', 'es, aoss', 'from the host name, else es', 'AWS service that signatures are for'),
  variable(
    'SIEM_OPENSEARCH_REGION',
    'AWS region',
    'from the host name, else AWS_REGION',
    'Region that signatures are for',
  ),
  variable('SIEM_OPENSEARCH_CA_FILE', 'path', "Node.js' own list", 'PEM file of the authorities that sign the server'),
  variable('SIEM_OPENSEARCH_CLIENT_CERT_FILE', 'path', 'none', 'PEM certificate for mutual TLS'),
  variable('SIEM_OPENSEARCH_CLIENT_KEY_FILE', 'path', 'none', 'PEM private key for mutual TLS'),
  variable('SIEM_OPENSEARCH_CLIENT_KEY_PASSPHRASE_FILE', 'path', 'none', 'File with the passphrase of the private key'),
  variable('SIEM_OPENSEARCH_TLS_VERIFY', 'true, false', 'true', 'Whether the certificate of the server is verified'),
  variable(
    'SIEM_OPENSEARCH_REQUEST_TIMEOUT_MS',
    'ms',
    '60000',
    'Longest silence on a connection before it is given up',
  ),
];
