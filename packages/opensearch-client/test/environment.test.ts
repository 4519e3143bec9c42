import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { variableNames } from '../src/environment.ts';
import {
  describeOpenSearchConfig,
  OpenSearchConfigurationError,
  openSearchVariables,
  readOpenSearchConfig,
} from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'siem-opensearch-client-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readOpenSearchConfig(environment);
  } catch (error) {
    if (error instanceof OpenSearchConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe('readOpenSearchConfig', () => {
  it('needs nothing but the URL and verifies TLS unless told otherwise', () => {
    // Act
    const config = readOpenSearchConfig({ OPENSEARCH_URL: 'http://127.0.0.1:9200', SIEM_OPENSEARCH_USERNAME: '' });

    // Assess
    expect(config).toEqual({
      nodes: ['http://127.0.0.1:9200/'],
      authentication: { kind: 'none' },
      tls: { verify: true },
      requestTimeoutMs: 60_000,
    });
  });

  it.each([
    ['https://search-logs-abc.eu-west-1.es.amazonaws.com', 'eu-west-1', 'es'],
    ['https://vpc-logs-abc.us-gov-west-1.es.amazonaws.com', 'us-gov-west-1', 'es'],
    ['https://abc123.ap-northeast-1.aoss.amazonaws.com', 'ap-northeast-1', 'aoss'],
    ['https://search-logs-abc.cn-north-1.es.amazonaws.com.cn', 'cn-north-1', 'es'],
    ['https://search-logs-abc.aos.eu-west-1.on.aws', 'eu-west-1', 'es'],
  ])('signs for what the AWS endpoint %s says', (url, region, service) => {
    // Act
    const { authentication } = readOpenSearchConfig({ OPENSEARCH_URL: url });

    // Assess
    expect(authentication).toEqual({ kind: 'sigv4', region, service });
  });

  it('lets variables win over the host name and falls back to AWS_REGION', () => {
    // Act
    const forced = readOpenSearchConfig({
      OPENSEARCH_URL: 'https://search-a.eu-west-1.es.amazonaws.com',
      SIEM_OPENSEARCH_REGION: 'us-east-1',
      SIEM_OPENSEARCH_SERVICE: 'aoss',
    });
    const fallback = readOpenSearchConfig({
      OPENSEARCH_URL: 'https://logs.example.com',
      SIEM_OPENSEARCH_AUTH: 'sigv4',
      AWS_REGION: 'eu-central-1',
    });

    // Assess
    expect(forced.authentication).toEqual({ kind: 'sigv4', region: 'us-east-1', service: 'aoss' });
    expect(fallback.authentication).toEqual({ kind: 'sigv4', region: 'eu-central-1', service: 'es' });
  });

  it('reads the password from a file without its last newline and never describes it', () => {
    // Prepare
    const passwordFile = file('password', ' s3cret \n');

    // Act
    const config = readOpenSearchConfig({
      OPENSEARCH_URL: 'https://logs.example.com',
      SIEM_OPENSEARCH_USERNAME: 'siem',
      SIEM_OPENSEARCH_PASSWORD_FILE: passwordFile,
    });

    // Assess
    expect(config.authentication).toEqual({ kind: 'basic', username: 'siem', password: ' s3cret ' });
    expect(JSON.stringify(describeOpenSearchConfig(config))).not.toContain('s3cret');
  });

  it.each<[Record<string, string>, string]>([
    [{ OPENSEARCH_URL: '' }, 'OPENSEARCH_URL is not set'],
    [{ OPENSEARCH_URL: 'logs.example.com' }, "OPENSEARCH_URL has 'logs.example.com'"],
    [{ OPENSEARCH_URL: 'https://siem:s3cret@logs.example.com' }, 'OPENSEARCH_URL holds a user name or password'],
    [{ OPENSEARCH_URL: 'ftp://siem:s3cret@logs' }, "OPENSEARCH_URL has '***@logs'"],
    [{ SIEM_OPENSEARCH_AUTH: 'iam' }, "SIEM_OPENSEARCH_AUTH is 'iam'; it must be one of none, basic, sigv4"],
    [{ SIEM_OPENSEARCH_TLS_VERIFY: 'no' }, "SIEM_OPENSEARCH_TLS_VERIFY is 'no'; it must be one of true, false"],
    [{ SIEM_OPENSEARCH_REQUEST_TIMEOUT_MS: '5s' }, "SIEM_OPENSEARCH_REQUEST_TIMEOUT_MS is '5s'"],
    [{ SIEM_OPENSEARCH_REQUEST_TIMEOUT_MS: '999' }, 'must be between 1000 and 600000'],
    [{ SIEM_OPENSEARCH_REGION: 'Frankfurt' }, "SIEM_OPENSEARCH_REGION is 'Frankfurt'"],
    [{ SIEM_OPENSEARCH_AUTH: 'sigv4' }, 'SIEM_OPENSEARCH_REGION is not set'],
    [{ SIEM_OPENSEARCH_AUTH: 'basic', SIEM_OPENSEARCH_PASSWORD: 's3cret' }, 'SIEM_OPENSEARCH_USERNAME is not set'],
    [{ SIEM_OPENSEARCH_USERNAME: 'siem' }, 'SIEM_OPENSEARCH_PASSWORD or SIEM_OPENSEARCH_PASSWORD_FILE is not set'],
    [
      { SIEM_OPENSEARCH_USERNAME: 'siem', SIEM_OPENSEARCH_PASSWORD: 's3cret', SIEM_OPENSEARCH_PASSWORD_FILE: '/x' },
      'are both set',
    ],
    [
      { SIEM_OPENSEARCH_USERNAME: 'siem', SIEM_OPENSEARCH_PASSWORD_FILE: '/nowhere' },
      "SIEM_OPENSEARCH_PASSWORD_FILE is '/nowhere'; it cannot be read: ENOENT",
    ],
    [
      { OPENSEARCH_URL: 'http://logs.example.com', SIEM_OPENSEARCH_USERNAME: 'a', SIEM_OPENSEARCH_PASSWORD: 's3cret' },
      'basic authentication needs https',
    ],
    [{ SIEM_OPENSEARCH_CLIENT_CERT_FILE: '/nowhere' }, 'go together'],
    [{ SIEM_OPENSEARCH_CA_FILE: '/nowhere' }, "SIEM_OPENSEARCH_CA_FILE is '/nowhere'; it cannot be read"],
  ])('stops at %j, naming the variable and no secret', (environment, expected) => {
    // Act
    const problems = problemsOf({ OPENSEARCH_URL: 'https://logs.example.com', ...environment });

    // Assess
    expect(problems.join('\n')).toContain(expected);
    expect(problems.join('\n')).not.toContain('s3cret');
  });

  it('has every variable it reads in the configuration table', () => {
    // Assess
    expect(openSearchVariables.map(({ name }) => name).sort()).toEqual([...variableNames].sort());
  });
});
