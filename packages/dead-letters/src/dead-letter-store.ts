import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { DeadLetter } from '@siem/object-loader';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Where the writer puts them. */
export const deadLetterPrefix = 'dead-letters/';
/** Where those go that have been replayed; a rule of the bucket may delete them. */
export const replayedPrefix = 'replayed/';

export interface DeadLetterFilter {
  logType?: string;
  /** Code, or the beginning of one: `object_` for objects that could not be read. */
  code?: string;
  /** S3 key of the object, or its beginning. */
  keyPrefix?: string;
  since?: Date;
  until?: Date;
}

/** Letters of one S3 object, as they were stored together. */
export interface DeadLetterFile {
  /** In the dead-letter bucket. */
  key: string;
  letters: DeadLetter[];
}

const maxFileBytes = 512 * 1024 * 1024;

/** Dead letters as the workers stored them. */
export class DeadLetterStore {
  private readonly client: S3Client;
  private readonly bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.client = client;
    this.bucket = bucket;
  }

  /** Files with at least one letter that passes the filter; each with those letters only. */
  async *files(filter: DeadLetterFilter): AsyncGenerator<DeadLetterFile> {
    const prefix = filter.logType === undefined ? deadLetterPrefix : `${deadLetterPrefix}${filter.logType}/`;
    for await (const page of paginateListObjectsV2({ client: this.client }, { Bucket: this.bucket, Prefix: prefix })) {
      for (const { Key: key } of page.Contents ?? []) {
        if (key === undefined || !isInDays(key, filter)) continue;
        const letters = (await this.read(key)).filter((letter) => passes(letter, filter));
        if (letters.length > 0) yield { key, letters };
      }
    }
  }

  /** @throws Error naming the file that is none of dead letters */
  async read(key: string): Promise<DeadLetter[]> {
    const { Body } = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
    const stored = await Body!.transformToByteArray();
    try {
      const text = (await decompress(stored, { maxOutputLength: maxFileBytes })).toString('utf8');
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as DeadLetter);
    } catch (cause) {
      throw new Error(`s3://${this.bucket}/${key} is no file of dead letters: ${(cause as Error).message}`, { cause });
    }
  }

  /**
   * Takes replayed letters out of their file. A copy of the file stays under `replayed/`; done again, nothing changes.
   * @param done tells which letters of the file are replayed
   */
  async settle(key: string, done: (letter: DeadLetter) => boolean): Promise<void> {
    const left = (await this.read(key)).filter((letter) => !done(letter));
    await this.client.send(
      new CopyObjectCommand({
        Bucket: this.bucket,
        CopySource: `${this.bucket}/${key.split('/').map(encodeURIComponent).join('/')}`,
        Key: `${replayedPrefix}${key.slice(deadLetterPrefix.length)}`,
      }),
    );
    if (left.length === 0) {
      await this.client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key }));
      return;
    }
    const Body = await compress(left.map((letter) => `${JSON.stringify(letter)}\n`).join(''));
    await this.client.send(
      new PutObjectCommand({
        Bucket: this.bucket,
        Key: key,
        Body,
        ContentType: 'application/x-ndjson',
        ContentEncoding: 'gzip',
      }),
    );
  }
}

/** `dead-letters/<log type>/2026/01/30/…`: days that cannot hold what is looked for are not read. */
function isInDays(key: string, { since, until }: DeadLetterFilter): boolean {
  const day = /^dead-letters\/[^/]+\/(\d{4})\/(\d\d)\/(\d\d)\//.exec(key);
  if (day === null) return true;
  const start = Date.parse(`${day[1]}-${day[2]}-${day[3]}T00:00:00Z`);
  return (
    (since === undefined || start + 86_400_000 > since.getTime()) && (until === undefined || start <= until.getTime())
  );
}

function passes(letter: DeadLetter, { code, keyPrefix, since, until }: DeadLetterFilter): boolean {
  const seenMs = Date.parse(letter.first_seen);
  return (
    (code === undefined || letter.code.startsWith(code)) &&
    (keyPrefix === undefined || letter.key.startsWith(keyPrefix)) &&
    (since === undefined || seenMs >= since.getTime()) &&
    (until === undefined || seenMs <= until.getTime())
  );
}
