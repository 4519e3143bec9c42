import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generate } from 'selfsigned';
import { createOpenSearchClient, readOpenSearchConfig } from '../src/index.ts';
import { close, listen } from './recorder.ts';

const folder = mkdtempSync(join(tmpdir(), 'siem-opensearch-tls-'));
const files = { ca: join(folder, 'ca.pem'), cert: join(folder, 'client.pem'), key: join(folder, 'client.key') };
let server: Server;
let url: string;

beforeAll(async () => {
  const certificate = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    algorithm: 'sha256',
    keyType: 'ec',
    clientCertificate: { cn: 'siem-worker' },
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  writeFileSync(files.ca, certificate.cert);
  writeFileSync(files.cert, certificate.clientcert ?? '');
  writeFileSync(files.key, certificate.clientprivate ?? '');
  server = createServer(
    {
      key: certificate.private,
      cert: certificate.cert,
      ca: certificate.cert,
      requestCert: true,
      rejectUnauthorized: false,
    },
    (request, response) => {
      const socket = request.socket as TLSSocket;
      const client = socket.authorized ? socket.getPeerCertificate().subject.CN : null;
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ client }));
    },
  );
  url = `https://127.0.0.1:${await listen(server)}`;
});

afterAll(async () => {
  await close(server);
  rmSync(folder, { recursive: true });
});

async function clientSeenBy(variables: Record<string, string>): Promise<unknown> {
  const client = createOpenSearchClient(readOpenSearchConfig({ OPENSEARCH_URL: url, ...variables }));
  try {
    const response = await client.transport.request({ method: 'GET', path: '/' }, { maxRetries: 0 });
    return response.body;
  } finally {
    await client.close();
  }
}

describe('TLS', () => {
  it('refuses a server whose authority it does not know', async () => {
    // Act
    const act = clientSeenBy({});

    // Assess
    await expect(act).rejects.toMatchObject({
      name: 'ConnectionError',
      message: expect.stringMatching(/self-signed/i),
    });
  });

  it('accepts a server of the configured authority', async () => {
    // Act
    const seen = await clientSeenBy({ SIEM_OPENSEARCH_CA_FILE: files.ca });

    // Assess
    expect(seen).toEqual({ client: null });
  });

  it('shows the client certificate for mutual TLS', async () => {
    // Act
    const seen = await clientSeenBy({
      SIEM_OPENSEARCH_CA_FILE: files.ca,
      SIEM_OPENSEARCH_CLIENT_CERT_FILE: files.cert,
      SIEM_OPENSEARCH_CLIENT_KEY_FILE: files.key,
    });

    // Assess
    expect(seen).toEqual({ client: 'siem-worker' });
  });

  it('leaves verification out only when told to', async () => {
    // Act
    const seen = await clientSeenBy({ SIEM_OPENSEARCH_TLS_VERIFY: 'false' });

    // Assess
    expect(seen).toEqual({ client: null });
  });
});
