import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { Client, type ClientOptions, Connection } from '@opensearch-project/opensearch';
import aws from '@opensearch-project/opensearch/aws-v3';
import type { OpenSearchConfig, OpenSearchTls } from './config.ts';
import { withBodyTimeout, withoutSignedLength } from './connection.ts';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

export interface OpenSearchClientOptions {
  /** For `sigv4`; called again when what it returned is about to expire. @defaultvalue the AWS SDK's provider chain */
  readonly credentials?: () => Promise<AwsCredentials>;
}

/** Ends in the user agent of every request, so that OpenSearch's own access logs tell our requests from others'. */
export const userAgent = `siem-es-loader/${JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version}`;

/**
 * A client with keep-alive connections, verified TLS and the configured authentication. Request bodies are sent as
 * given: who wants gzip compresses first, and the signature covers the compressed bytes.
 * The configuration is expected to come from `readOpenSearchConfig`, which has checked it.
 */
export function createOpenSearchClient(config: OpenSearchConfig, options: OpenSearchClientOptions = {}): Client {
  const { authentication } = config;
  return new Client({
    nodes: [...config.nodes],
    requestTimeout: config.requestTimeoutMs,
    // Without a spare node there is nothing to wait for, so a failed node is tried again by the next request.
    resurrectStrategy: 'optimistic',
    headers: { 'user-agent': userAgent },
    agent: { keepAlive: true, keepAliveMsecs: 10_000, maxSockets: 64, maxFreeSockets: 64 },
    ssl: readTlsFiles(config.tls),
    ...(authentication.kind === 'basic' && {
      auth: { username: authentication.username, password: authentication.password },
    }),
    ...(authentication.kind === 'sigv4'
      ? signing(authentication.region, authentication.service, options)
      : { Connection: withBodyTimeout(Connection) }),
  });
}

function signing(region: string, service: 'es' | 'aoss', options: OpenSearchClientOptions): Partial<ClientOptions> {
  const signer = aws.AwsSigv4Signer({
    region,
    service,
    // One provider for the life of the client: it caches, and refreshes before expiry.
    getCredentials: options.credentials ?? defaultProvider(),
  });
  return {
    Transport: signer.Transport,
    Connection: withBodyTimeout(withoutSignedLength(signer.Connection)),
  };
}

function readTlsFiles(tls: OpenSearchTls): ConnectionOptions {
  const read = (file: string) => readFileSync(file, 'utf8');
  return {
    rejectUnauthorized: tls.verify,
    ...(tls.caFile && { ca: read(tls.caFile) }),
    ...(tls.clientCertificateFile && { cert: read(tls.clientCertificateFile) }),
    ...(tls.clientKeyFile && { key: read(tls.clientKeyFile) }),
    ...(tls.clientKeyPassphraseFile && { passphrase: read(tls.clientKeyPassphraseFile).replace(/\r?\n$/, '') }),
  };
}
