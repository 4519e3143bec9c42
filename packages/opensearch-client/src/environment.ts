import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { OpenSearchAuthentication, OpenSearchConfig, OpenSearchTls } from './config.ts';
import { OpenSearchConfigurationError } from './errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** `search-logs-abc.eu-west-1.es.amazonaws.com`, `abc.eu-west-1.aoss.amazonaws.com`. */
const awsHost = /\.(?<region>[a-z]{2}(?:-[a-z]+)+-\d)\.(?<service>es|aoss)\.amazonaws\.com(?:\.cn)?$/;
/** The dual-stack form, `search-logs-abc.aos.eu-west-1.on.aws`. */
const dualStackHost = /\.(?<service>aoss?)\.(?<region>[a-z]{2}(?:-[a-z]+)+-\d)\.on\.aws$/;
const loopbackHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

const path = z.string().min(1, 'must not be empty');
const variables = z.object({
  OPENSEARCH_URL: z.string({ error: 'is not set; it must be an http or https URL' }),
  SIEM_OPENSEARCH_AUTH: z.enum(['none', 'basic', 'sigv4']).optional(),
  SIEM_OPENSEARCH_USERNAME: z.string().min(1, 'must not be empty').optional(),
  SIEM_OPENSEARCH_PASSWORD: z.string().min(1, 'must not be empty').optional(),
  SIEM_OPENSEARCH_PASSWORD_FILE: path.optional(),
  SIEM_OPENSEARCH_SERVICE: z.enum(['es', 'aoss']).optional(),
  SIEM_OPENSEARCH_REGION: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region such as eu-west-1')
    .optional(),
  SIEM_OPENSEARCH_CA_FILE: path.optional(),
  SIEM_OPENSEARCH_CLIENT_CERT_FILE: path.optional(),
  SIEM_OPENSEARCH_CLIENT_KEY_FILE: path.optional(),
  SIEM_OPENSEARCH_CLIENT_KEY_PASSPHRASE_FILE: path.optional(),
  SIEM_OPENSEARCH_TLS_VERIFY: z.enum(['true', 'false']).default('true'),
  SIEM_OPENSEARCH_REQUEST_TIMEOUT_MS: z
    .string()
    .regex(/^\d+$/, 'must be a whole number of milliseconds')
    .default('60000')
    .transform(Number)
    .refine((milliseconds) => milliseconds >= 1000 && milliseconds <= 600_000, 'must be between 1000 and 600000'),
});
export const variableNames: readonly string[] = Object.keys(variables.shape);
type Variables = z.infer<typeof variables>;

/**
 * Reads the variables of `openSearchVariables`; unset and empty mean the same.
 * @throws OpenSearchConfigurationError with every problem found, each naming its variable, none showing a secret
 */
export function readOpenSearchConfig(environment: Environment): OpenSearchConfig {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = variables.safeParse(set);
  if (!parsed.success) {
    throw new OpenSearchConfigurationError(parsed.error.issues.map((issue) => describeIssue(issue, set)));
  }
  const problems: string[] = [];
  const urls = readUrls(parsed.data, problems);
  const authentication = readAuthentication(parsed.data, set, urls, problems);
  const tls = readTls(parsed.data, problems);
  if (problems.length > 0) throw new OpenSearchConfigurationError(problems);
  return {
    nodes: urls.map((url) => url.href),
    authentication,
    tls,
    requestTimeoutMs: parsed.data.SIEM_OPENSEARCH_REQUEST_TIMEOUT_MS,
  };
}

function describeIssue(issue: z.core.$ZodIssue, set: Environment): string {
  const name = String(issue.path[0]);
  const found = set[name];
  if (found === undefined) return `${name} ${issue.message}`;
  const allowed = issue.code === 'invalid_value' ? `must be one of ${issue.values.join(', ')}` : issue.message;
  return `${name} is '${name === 'SIEM_OPENSEARCH_PASSWORD' ? '***' : found}'; it ${allowed}`;
}

function readUrls(data: Variables, problems: string[]): URL[] {
  const urls: URL[] = [];
  for (const text of data.OPENSEARCH_URL.split(',')) {
    const url = URL.parse(text.trim());
    if (url === null || !/^https?:$/.test(url.protocol)) {
      // The text may hold a password before an `@`, so it is shown only from there on.
      problems.push(`OPENSEARCH_URL has '${text.trim().replace(/^.*@/, '***@')}'; it must be an http or https URL`);
    } else if (url.username !== '' || url.password !== '') {
      problems.push(
        `OPENSEARCH_URL holds a user name or password for ${url.host}; use SIEM_OPENSEARCH_USERNAME and SIEM_OPENSEARCH_PASSWORD or SIEM_OPENSEARCH_PASSWORD_FILE`,
      );
    } else urls.push(url);
  }
  return urls;
}

function readAuthentication(
  data: Variables,
  set: Environment,
  urls: readonly URL[],
  problems: string[],
): OpenSearchAuthentication {
  const fromHost = urls
    .map(({ hostname }) => awsHost.exec(hostname) ?? dualStackHost.exec(hostname))
    .find((match) => match !== null)?.groups;
  const kind =
    data.SIEM_OPENSEARCH_AUTH ?? (data.SIEM_OPENSEARCH_USERNAME ? 'basic' : fromHost ? 'sigv4' : ('none' as const));
  if (kind === 'none') return { kind };
  if (kind === 'sigv4') {
    const region =
      data.SIEM_OPENSEARCH_REGION ?? fromHost?.['region'] ?? set['AWS_REGION'] ?? set['AWS_DEFAULT_REGION'];
    if (region === undefined) {
      problems.push(
        'SIEM_OPENSEARCH_REGION is not set and neither OPENSEARCH_URL nor AWS_REGION tells the region to sign for',
      );
    }
    const service = data.SIEM_OPENSEARCH_SERVICE ?? (fromHost?.['service'] === 'aoss' ? 'aoss' : 'es');
    return { kind, region: region ?? '', service };
  }
  const username = data.SIEM_OPENSEARCH_USERNAME;
  if (username === undefined) problems.push('SIEM_OPENSEARCH_USERNAME is not set; basic authentication needs it');
  for (const url of urls) {
    if (url.protocol === 'http:' && !loopbackHost.test(url.hostname)) {
      problems.push(`OPENSEARCH_URL is http for ${url.host}; basic authentication needs https outside this machine`);
    }
  }
  return { kind, username: username ?? '', password: readPassword(data, problems) };
}

function readPassword(data: Variables, problems: string[]): string {
  const { SIEM_OPENSEARCH_PASSWORD: direct, SIEM_OPENSEARCH_PASSWORD_FILE: file } = data;
  if (direct !== undefined && file !== undefined) {
    problems.push('SIEM_OPENSEARCH_PASSWORD and SIEM_OPENSEARCH_PASSWORD_FILE are both set; set one of them');
  }
  if (direct !== undefined) return direct;
  if (file === undefined) {
    problems.push(
      'SIEM_OPENSEARCH_PASSWORD or SIEM_OPENSEARCH_PASSWORD_FILE is not set; basic authentication needs one',
    );
    return '';
  }
  // Editors and `echo` end a file with a newline; no password ends with one.
  const password = readOrComplain('SIEM_OPENSEARCH_PASSWORD_FILE', file, problems).replace(/\r?\n$/, '');
  if (password === '') problems.push(`SIEM_OPENSEARCH_PASSWORD_FILE is '${file}'; it holds no password`);
  return password;
}

function readTls(data: Variables, problems: string[]): OpenSearchTls {
  const certificate = data.SIEM_OPENSEARCH_CLIENT_CERT_FILE;
  const key = data.SIEM_OPENSEARCH_CLIENT_KEY_FILE;
  if ((certificate === undefined) !== (key === undefined)) {
    problems.push(
      'SIEM_OPENSEARCH_CLIENT_CERT_FILE and SIEM_OPENSEARCH_CLIENT_KEY_FILE go together; only one of them is set',
    );
  }
  const files = {
    SIEM_OPENSEARCH_CA_FILE: data.SIEM_OPENSEARCH_CA_FILE,
    SIEM_OPENSEARCH_CLIENT_CERT_FILE: certificate,
    SIEM_OPENSEARCH_CLIENT_KEY_FILE: key,
    SIEM_OPENSEARCH_CLIENT_KEY_PASSPHRASE_FILE: data.SIEM_OPENSEARCH_CLIENT_KEY_PASSPHRASE_FILE,
  };
  for (const [name, file] of Object.entries(files)) if (file !== undefined) readOrComplain(name, file, problems);
  return {
    verify: data.SIEM_OPENSEARCH_TLS_VERIFY === 'true',
    ...(files.SIEM_OPENSEARCH_CA_FILE && { caFile: files.SIEM_OPENSEARCH_CA_FILE }),
    ...(certificate && { clientCertificateFile: certificate }),
    ...(key && { clientKeyFile: key }),
    ...(files.SIEM_OPENSEARCH_CLIENT_KEY_PASSPHRASE_FILE && {
      clientKeyPassphraseFile: files.SIEM_OPENSEARCH_CLIENT_KEY_PASSPHRASE_FILE,
    }),
  };
}

function readOrComplain(variable: string, file: string, problems: string[]): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    problems.push(`${variable} is '${file}'; it cannot be read: ${(error as NodeJS.ErrnoException).code ?? error}`);
    return '';
  }
}
