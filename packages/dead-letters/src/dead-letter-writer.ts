import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { DeadLetter } from '@siem/object-loader';

const compress = promisify(gzip);
const maxBufferedBytes = 8 * 1024 * 1024;

/**
 * Collects the dead letters of one S3 object and stores them in few writes. Names follow from the object and the
 * letters' order, so that a second delivery overwrites the same files instead of adding to them.
 */
export class DeadLetterWriter {
  private lines: string[] = [];
  private bufferedBytes = 0;
  private parts = 0;
  private firstSeen: string | undefined;
  private writing: Promise<void> = Promise.resolve();
  private readonly client: S3Client;
  private readonly bucket: string;
  private readonly origin: () => string;

  /** @param origin what tells the object from others, the same at every delivery; asked when the first file is written */
  constructor(client: S3Client, bucket: string, origin: () => string) {
    this.client = client;
    this.bucket = bucket;
    this.origin = origin;
  }

  /** Waits while a write is under way and the buffer is full. */
  async add(letters: readonly DeadLetter[]): Promise<void> {
    for (const letter of letters) {
      this.firstSeen ??= letter.first_seen;
      const line = `${JSON.stringify(letter)}\n`;
      this.lines.push(line);
      this.bufferedBytes += line.length;
      if (this.bufferedBytes >= maxBufferedBytes) await this.write(letter.log_type);
    }
  }

  /** Resolves when everything added is stored. The message may be deleted only after that. */
  async finish(logType: string): Promise<void> {
    if (this.lines.length > 0) await this.write(logType);
    await this.writing;
  }

  private async write(logType: string): Promise<void> {
    const body = this.lines.join('');
    this.lines = [];
    this.bufferedBytes = 0;
    const day = this.firstSeen!.slice(0, 10).replaceAll('-', '/');
    const origin = createHash('sha256').update(this.origin()).digest('hex').slice(0, 32);
    const key = `dead-letters/${logType}/${day}/${origin}-${this.parts++}.ndjson.gz`;
    const previous = this.writing;
    this.writing = (async () => {
      await previous;
      const Body = await compress(body);
      const { ETag } = await this.client.send(
        new PutObjectCommand({
          Bucket: this.bucket,
          Key: key,
          Body,
          ContentType: 'application/x-ndjson',
          ContentEncoding: 'gzip',
        }),
      );
      if (ETag === undefined) throw new Error(`s3://${this.bucket}/${key} is not stored: the answer is none of S3`);
    })();
    await this.writing;
  }
}
