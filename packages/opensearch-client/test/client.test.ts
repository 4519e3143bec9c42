import { createHash, createHmac } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SignatureV4 } from '@smithy/signature-v4';
import { createOpenSearchClient, type OpenSearchConfig, userAgent } from '../src/index.ts';
import { type RecordedRequest, startRecorder, startServer } from './recorder.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-real-key', sessionToken: 'session/token+=' };

function configFor(url: string, overrides: Partial<OpenSearchConfig> = {}): OpenSearchConfig {
  return {
    nodes: [url],
    authentication: { kind: 'none' },
    tls: { verify: true },
    requestTimeoutMs: 2000,
    ...overrides,
  };
}

/** The AWS SDK's own signer over what arrived: an implementation independent of the client's. */
async function signatureOf(request: RecordedRequest, region: string, service: string): Promise<string | undefined> {
  const signedHeaders = /SignedHeaders=([^,]+)/.exec(request.headers.authorization ?? '')?.[1]?.split(';') ?? [];
  const url = new URL(request.url, 'http://host');
  const signer = new SignatureV4({ service, region, credentials, sha256: NodeSha256, applyChecksum: false });
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(request.headers['x-amz-date'])) ?? [];
  const signed = await signer.sign(
    {
      method: request.method,
      protocol: 'http:',
      hostname: 'host',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: Object.fromEntries(signedHeaders.map((name) => [name, String(request.headers[name])])),
      body: request.body,
    },
    { signingDate: new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) },
  );
  return signed.headers['authorization'];
}

class NodeSha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Buffer);
  }
  update(data: Uint8Array) {
    this.#hash.update(data);
  }
  async digest() {
    return new Uint8Array(this.#hash.digest());
  }
  reset() {}
}

describe('createOpenSearchClient', () => {
  let recorder: Awaited<ReturnType<typeof startRecorder>>;
  beforeEach(async () => {
    recorder = await startRecorder();
  });
  afterEach(() => recorder.close());

  it.each(['es', 'aoss'] as const)('signs gzip bodies for %s as an independent signer does', async (service) => {
    // Prepare
    const authentication = { kind: 'sigv4', region: 'eu-west-1', service } as const;
    const client = createOpenSearchClient(configFor(recorder.url, { authentication }), {
      credentials: async () => credentials,
    });
    const body = gzipSync(Buffer.from('{"create":{"_index":"log-é"}}\n{}\n'));

    // Act
    await client.transport.request(
      {
        method: 'POST',
        path: '/_bulk',
        bulkBody: body,
        querystring: { filter_path: 'took,items.*.error.type', timeout: '10s' },
      },
      { headers: { 'content-encoding': 'gzip' } },
    );

    // Assess
    const [request] = recorder.requests;
    expect(request?.body).toEqual(body);
    expect(request?.headers['content-length']).toBe(String(body.length));
    expect(request?.headers['x-amz-content-sha256']).toBe(createHash('sha256').update(body).digest('hex'));
    expect(request?.headers.authorization).toContain(`/eu-west-1/${service}/aws4_request`);
    expect(request?.headers.authorization).toMatch(
      /SignedHeaders=[^,]*x-amz-content-sha256;x-amz-date;x-amz-security-token/,
    );
    expect(request?.headers.authorization).not.toContain('content-length');
    expect(request && (await signatureOf(request, 'eu-west-1', service))).toBe(request?.headers.authorization);
    expect(gunzipSync(request?.body ?? '').toString()).toContain('log-é');
    await client.close();
  });

  it('signs requests without a body', async () => {
    // Prepare
    const authentication = { kind: 'sigv4', region: 'us-east-1', service: 'es' } as const;
    const client = createOpenSearchClient(configFor(recorder.url, { authentication }), {
      credentials: async () => credentials,
    });

    // Act
    await client.transport.request({ method: 'GET', path: '/_resolve/index/log-*_*' });

    // Assess
    const [request] = recorder.requests;
    expect(request && (await signatureOf(request, 'us-east-1', 'es'))).toBe(request?.headers.authorization);
    await client.close();
  });

  it('asks the provider again only when its credentials are about to expire', async () => {
    // Prepare
    let calls = 0;
    const authentication = { kind: 'sigv4', region: 'us-east-1', service: 'es' } as const;
    const client = createOpenSearchClient(configFor(recorder.url, { authentication }), {
      credentials: async () => ({
        ...credentials,
        accessKeyId: `AKID${++calls}`,
        expiration: new Date(calls === 1 ? Date.now() + 1000 : Date.now() + 3_600_000),
      }),
    });

    // Act
    for (let i = 0; i < 4; i++) await client.transport.request({ method: 'GET', path: '/' });

    // Assess: the first set ends within the request timeout and is replaced, the second stays
    const used = recorder.requests.map(({ headers }) => /Credential=(\w+)/.exec(headers.authorization ?? '')?.[1]);
    expect(used).toEqual(['AKID1', 'AKID2', 'AKID2', 'AKID2']);
    await client.close();
  });

  it('sends user name and password as basic authentication, and its own user agent', async () => {
    // Prepare
    const authentication = { kind: 'basic', username: 'siem', password: 'p:w é' } as const;
    const client = createOpenSearchClient(configFor(recorder.url, { authentication }));

    // Act
    await client.transport.request({ method: 'GET', path: '/' });

    // Assess
    const [request] = recorder.requests;
    expect(request?.headers.authorization).toBe(`Basic ${Buffer.from('siem:p:w é').toString('base64')}`);
    expect(request?.headers['user-agent']).toBe(userAgent);
    expect(userAgent).toMatch(/^siem-es-loader\/\d+\.\d+\.\d+$/);
    await client.close();
  });

  it('gives up on a server that stalls in the middle of a response body', async () => {
    // Prepare
    const server = await startServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' }).write('{"took":');
    });
    const client = createOpenSearchClient(configFor(server.url, { requestTimeoutMs: 200 }));

    // Act
    const act = client.transport.request({ method: 'GET', path: '/' }, { maxRetries: 0 });

    // Assess
    await expect(act).rejects.toMatchObject({ name: 'ConnectionError' });
    await client.close();
    await server.close();
  });
});
