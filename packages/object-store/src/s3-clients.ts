import { HeadBucketCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { isWrongRegion, regionNamedIn } from './s3-errors.ts';

export interface S3ClientsConfig extends S3ClientConfig {
  /** Of this software; S3 access logs show `siem-es-loader/<version>`. */
  version: string;
  /** Buckets that are read under a role of another account: Control Tower's log archive, Security Lake. */
  roles?: readonly BucketRole[];
}

export interface BucketRole {
  /** Name, or the beginning of names with `*` at the end. */
  bucket: string;
  roleArn: string;
  /** What the role asks for, so that nobody else can have it taken. */
  externalId?: string | undefined;
}

const connectionTimeoutMs = 5_000;
/** A reader that waits longer for OpenSearch loses its connection and continues with a new one. */
const idleTimeoutMs = 60_000;
const maxSockets = 128;
const maxRequestAttempts = 5;

/** Clients for buckets of any region: notifications arrive from all of them, and signatures hold for one. */
export class S3Clients {
  readonly #config: S3ClientConfig;
  readonly #home: S3Client;
  readonly #roles: readonly BucketRole[];
  /** By region and role. */
  readonly #others = new Map<string, S3Client>();
  readonly #regionOfBucket = new Map<string, string>();

  constructor({ version, roles = [], ...config }: S3ClientsConfig) {
    this.#roles = roles;
    this.#config = {
      maxAttempts: maxRequestAttempts,
      // Checksums of the SDK are computed in JavaScript, in the main thread; TLS and the compression format have their own.
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: {
        connectionTimeout: connectionTimeoutMs,
        socketTimeout: idleTimeoutMs,
        httpAgent: { maxSockets, keepAlive: true },
        httpsAgent: { maxSockets, keepAlive: true },
      },
      ...config,
      customUserAgent: `siem-es-loader/${version}`,
    };
    this.#home = new S3Client(this.#config);
  }

  /** For everything but reading objects. */
  get home(): S3Client {
    return this.#home;
  }

  /** Runs a request on a bucket with the client of its region, which is found out when S3 says that it is another one. */
  async send<T>(bucket: string, request: (client: S3Client) => Promise<T>): Promise<T> {
    const known = this.#regionOfBucket.get(bucket);
    try {
      return await request(this.#clientFor(bucket, known));
    } catch (error) {
      if (!isWrongRegion(error)) throw error;
      const region = regionNamedIn(error) ?? (await this.#askForRegion(bucket));
      if (region === undefined || region === known) throw error;
      this.#regionOfBucket.set(bucket, region);
      return await request(this.#clientFor(bucket, region));
    }
  }

  destroy(): void {
    this.#home.destroy();
    for (const client of this.#others.values()) client.destroy();
  }

  #clientFor(bucket: string, region: string | undefined): S3Client {
    const role = this.#roles.find(({ bucket: name }) =>
      name.endsWith('*') ? bucket.startsWith(name.slice(0, -1)) : bucket === name,
    );
    if (region === undefined && role === undefined) return this.#home;
    const key = `${region ?? ''} ${role?.bucket ?? ''}`;
    const existing = this.#others.get(key);
    if (existing) return existing;
    const client = new S3Client({
      ...this.#config,
      ...(region !== undefined && { region }),
      ...(role !== undefined && { credentials: credentialsOf(role) }),
    });
    this.#others.set(key, client);
    return client;
  }

  async #askForRegion(bucket: string): Promise<string | undefined> {
    try {
      const { BucketRegion } = await this.#home.send(new HeadBucketCommand({ Bucket: bucket }));
      return BucketRegion;
    } catch (error) {
      return regionNamedIn(error);
    }
  }
}

/** Taken when first needed, and again before they end. */
function credentialsOf({ roleArn, externalId }: BucketRole): NonNullable<S3ClientConfig['credentials']> {
  const params = {
    RoleArn: roleArn,
    RoleSessionName: 'siem-worker',
    ...(externalId !== undefined && { ExternalId: externalId }),
  };
  return fromTemporaryCredentials({ params });
}
