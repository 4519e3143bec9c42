import { createHash } from 'node:crypto';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Fault,
  type FaultProxy,
  type ProxiedRequest,
  startFaultProxy,
  type TestScope,
  type TestStack,
  testStack,
} from '@siem/test-support';
import { ObjectStoreError } from '../src/errors.ts';
import { S3Clients } from '../src/s3-clients.ts';
import { s3Source } from '../src/s3-source.ts';

const key = 'AWSLogs/111122223333/ü +1.log';
const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 251));
const etag = createHash('md5').update(bytes).digest('hex');
const isGet = ({ method }: ProxiedRequest) => method === 'GET';

const local = { forcePathStyle: true, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

const settings = () => ({ ...local, version: 'test', endpoint: proxy.url, region: 'us-east-1', maxAttempts: 1 });

let stack: TestStack;
let scope: TestScope;
let proxy: FaultProxy;
let clients: S3Clients;

beforeAll(async () => {
  stack = testStack();
  scope = await stack.createScope();
  proxy = await startFaultProxy({ target: stack.endpoints.awsEndpointUrl });
  clients = new S3Clients(settings());
  await put(bytes);
});

afterAll(async () => {
  clients.destroy();
  await proxy.stop();
  await scope.cleanUp();
  await stack.close();
});

beforeEach(() => proxy.pass());

async function put(body: Buffer): Promise<void> {
  await stack.s3.send(
    new PutObjectCommand({ Bucket: scope.logBucket, Key: key, Body: body, ContentLength: body.length }),
  );
}

async function read(objectKey = key, bucket = scope.logBucket, through = clients): Promise<Buffer> {
  const object = { bucket, key: objectKey, sizeBytes: bytes.length, etag };
  const source = await s3Source(through, object, { wait: async () => {}, random: () => 0 });
  const pieces: Uint8Array[] = [];
  for await (const piece of source.stream()) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Name, code and message of the failure. */
async function failure(objectKey = key): Promise<{ name: string; code: string; message: string }> {
  try {
    await read(objectKey);
  } catch (error) {
    if (error instanceof ObjectStoreError) return { name: error.name, code: error.code, message: error.message };
    throw error;
  }
  throw new Error('It was read.');
}

/** An answer in the form of S3. @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
function refusal(status: number, code: string, message = 'no', headers: Record<string, string> = {}): Fault {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { kind: 'status', status, body, headers: { 'content-type': 'application/xml', ...headers } };
}

describe('an S3 object as a source', () => {
  it('is read whole', async () => {
    expect((await read()).equals(bytes)).toBe(true);
  });

  it('goes on where a connection broke', async () => {
    proxy.inject({ kind: 'cut' }, { when: isGet, times: 3 });
    expect((await read()).equals(bytes)).toBe(true);
  });

  it('goes on where a connection went silent', async () => {
    // Prepare
    const impatient = new S3Clients({ ...settings(), requestHandler: { socketTimeout: 200 } });
    proxy.inject({ kind: 'stall' }, { when: isGet, times: 2 });

    // Act
    const got = await read(key, scope.logBucket, impatient);

    // Assess
    expect(got.equals(bytes)).toBe(true);
    impatient.destroy();
  });

  it.each([
    ['a reset', { kind: 'reset-before' }],
    ['a 500', refusal(500, 'InternalError')],
    ['a 503', refusal(503, 'SlowDown')],
  ] as const)('is read after %s', async (_, fault) => {
    proxy.inject(fault, { when: isGet, times: 2 });
    expect((await read()).equals(bytes)).toBe(true);
  });

  it('is read in part, also where the store answers with all of it', async () => {
    // Prepare
    const { VersionId } = await stack.s3.send(new HeadObjectCommand({ Bucket: scope.logBucket, Key: key }));
    const object = { bucket: scope.logBucket, key, sizeBytes: bytes.length };

    // Act
    const source = await s3Source(clients, object);
    const ofVersion = await s3Source(clients, { ...object, versionId: VersionId ?? 'null' });

    // Assess
    for (const [start, end] of [
      [0, 4],
      [bytes.length - 4, bytes.length],
      [100_000, 200_001],
    ] as const) {
      expect(Buffer.from(await source.range(start, end)).equals(bytes.subarray(start, end))).toBe(true);
      expect(Buffer.from(await ofVersion.range(start, end)).equals(bytes.subarray(start, end))).toBe(true);
    }
  });

  it('is not put together from two versions', async () => {
    // Prepare
    proxy.inject({ kind: 'cut' }, { when: isGet, times: 1 });
    const source = await s3Source(
      clients,
      { bucket: scope.logBucket, key },
      { wait: () => put(Buffer.alloc(300_000)) },
    );

    // Act
    const reading = (async () => {
      for await (const _ of source.stream());
    })();

    // Assess
    await expect(reading).rejects.toMatchObject({ name: 'ObjectRetryError', code: 'changed' });
    await put(bytes);
  });

  it.each([
    ['access_denied', refusal(403, 'AccessDenied', 'Access Denied')],
    ['kms_denied', refusal(403, 'AccessDenied', 'User: x is not authorized to perform: kms:Decrypt on resource: y')],
    ['kms_denied', refusal(400, 'KMS.DisabledException', 'arn is disabled.')],
    ['archived', refusal(403, 'InvalidObjectState', 'The object is archived')],
    ['credentials', refusal(403, 'InvalidAccessKeyId')],
    ['credentials', refusal(400, 'ExpiredToken')],
    ['wrong_region', refusal(301, 'PermanentRedirect')],
  ])('is denied as %s', async (code, fault) => {
    proxy.inject(fault);
    expect(await failure()).toEqual({
      name: 'ObjectDeniedError',
      code,
      message: expect.stringContaining(`s3://${scope.logBucket}/${key}: `),
    });
  });

  it('is read from a bucket of another region, which S3 names', async () => {
    // Prepare
    const bucket = `${scope.logBucket}-ireland`;
    await using cleanup = new AsyncDisposableStack();
    const ireland = new S3Client({ ...local, endpoint: stack.endpoints.awsEndpointUrl, region: 'eu-west-1' });
    await ireland.send(
      new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
    );
    await ireland.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentLength: bytes.length }));
    cleanup.defer(async () => {
      await ireland.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
      await ireland.send(new DeleteBucketCommand({ Bucket: bucket }));
      ireland.destroy();
    });

    // Act
    const text = await read(key, bucket);

    // Assess
    expect(text.equals(bytes)).toBe(true);
    const regions = proxy.exchanges
      .slice(-2)
      .map(({ request }) => /\/([\w-]+)\/s3\//.exec(`${request.headers['authorization']}`)?.[1]);
    expect(regions).toEqual(['us-east-1', 'eu-west-1']);
  });

  it('is read under the role of its bucket, with the external id', async () => {
    // Prepare
    const sts = await startFaultProxy({ target: stack.endpoints.awsEndpointUrl });
    const before = { ...process.env };
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_STS: sts.url,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_REGION: 'us-east-1',
    });
    await using cleanup = new AsyncDisposableStack();
    cleanup.defer(async () => {
      process.env = before;
      await sts.stop();
    });
    const role = { bucket: `${scope.logBucket.slice(0, -2)}*`, roleArn: 'arn:aws:iam::000000000000:role/lake' };
    const { credentials: _, ...withoutCredentials } = local;
    const roleClients = new S3Clients({
      ...withoutCredentials,
      version: 'test',
      endpoint: proxy.url,
      region: 'us-east-1',
      roles: [{ ...role, externalId: 'siem-0a1b' }],
    });
    cleanup.defer(() => roleClients.destroy());

    // Act
    const source = await s3Source(roleClients, { bucket: scope.logBucket, key, sizeBytes: bytes.length });
    const first = await source.range(0, 4);

    // Assess
    expect(Buffer.from(first).equals(bytes.subarray(0, 4))).toBe(true);
    expect(sts.exchanges).toHaveLength(1);
    const { headers } = proxy.exchanges.at(-1)!.request;
    expect(headers['x-amz-security-token']).toEqual(expect.any(String));
  });

  it.each([
    [
      'a page with 404',
      { kind: 'status', status: 404, body: '<h1>Not found</h1>', headers: { 'content-type': 'text/html' } },
    ],
    ['an empty 404', { kind: 'status', status: 404, body: '', headers: {} }],
    ['a page with 405', { kind: 'status', status: 405, body: '<h1>No</h1>', headers: { 'content-type': 'text/html' } }],
    [
      'a page with 200',
      { kind: 'status', status: 200, body: '<h1>Welcome</h1>', headers: { 'content-type': 'text/html' } },
    ],
    ['less than the object', { kind: 'rewrite', change: (body: Buffer) => body.subarray(1) }],
    ['more than the object', { kind: 'rewrite', change: (body: Buffer) => Buffer.concat([body, body]) }],
  ] as [string, Fault][])('is read again where something else than S3 answers: %s', async (_name, fault) => {
    proxy.inject(fault, { when: isGet, times: 3 });
    expect((await read()).equals(bytes)).toBe(true);
  });

  it('is not gone because something else than S3 answers with 404', async () => {
    proxy.inject({ kind: 'status', status: 404, body: '<h1>Not found</h1>', headers: {} });
    const source = s3Source(clients, { bucket: scope.logBucket, key }, { wait: async () => {} });
    await expect(source.then((object) => object.range(0, 1))).rejects.toMatchObject({ name: 'ObjectRetryError' });
  });

  it('is what it is now when it was overwritten since its notification', async () => {
    const source = await s3Source(clients, { bucket: scope.logBucket, key, sizeBytes: 5, etag: 'of-before' });
    expect((await source.range(0, 6)).length).toBe(6);
  });

  it('is gone when nothing is there', async () => {
    const source = s3Source(clients, { bucket: scope.logBucket, key: 'AWSLogs/nothing' });
    await expect(source.then((object) => object.range(0, 1))).rejects.toMatchObject({ name: 'ObjectGoneError' });
    expect(await failure('AWSLogs/nothing')).toMatchObject({ name: 'ObjectGoneError', code: 'not_found' });
  });

  it('is given up for now when every attempt fails', async () => {
    proxy.inject(refusal(503, 'SlowDown'), { when: isGet });
    expect(await failure()).toMatchObject({ name: 'ObjectRetryError', code: 'throttled' });
  });
});
