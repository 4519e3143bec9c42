import { createWriteStream, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';

/** What may stand in the bucket: prefix, and at the same time the folder. */
export const enrichmentFolders = ['geoip', 'threat', 'custom', 'exclusions', 'detections'] as const;

export interface MirrorResult {
  /** Keys. */
  readonly written: readonly string[];
  readonly removed: readonly string[];
}

/**
 * A directory with the bucket's files, below the folders that are known. A file is there whole or not at all; what is no
 * longer in the bucket goes.
 */
export class BucketMirror {
  readonly directory: string;
  private readonly s3: S3Client;
  private readonly bucket: string;
  /** ETag by key. */
  private readonly present = new Map<string, string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(s3: S3Client, bucket: string, directory: string) {
    this.s3 = s3;
    this.bucket = bucket;
    this.directory = directory;
    for (const folder of enrichmentFolders) mkdirSync(join(directory, folder), { recursive: true });
  }

  /** @throws what S3 answers; files that were there stay */
  async refresh(): Promise<MirrorResult> {
    const written: string[] = [];
    const found = new Set<string>();
    for (const folder of enrichmentFolders)
      for await (const { Contents } of paginateListObjectsV2(
        { client: this.s3 },
        { Bucket: this.bucket, Prefix: `${folder}/` },
      ))
        for (const { Key: key, ETag: etag = '' } of Contents ?? []) {
          if (key === undefined || key.endsWith('/') || !isBelow(key, folder)) continue;
          found.add(key);
          if (this.present.get(key) === etag) continue;
          await this.fetch(key);
          this.present.set(key, etag);
          written.push(key);
        }
    const removed = [...this.present.keys()].filter((key) => !found.has(key));
    for (const key of removed) {
      rmSync(join(this.directory, key), { force: true });
      this.present.delete(key);
    }
    return { written, removed };
  }

  /** Looks now and then; does not keep the process alive. */
  watch(intervalMs: number, onResult: (result: MirrorResult | Error) => void): void {
    let isBusy = false;
    this.timer ??= setInterval(() => {
      if (isBusy) return;
      isBusy = true;
      this.refresh()
        .then(onResult, (error: unknown) => onResult(error as Error))
        .finally(() => {
          isBusy = false;
        });
    }, intervalMs).unref();
  }

  close(): void {
    clearInterval(this.timer);
  }

  private async fetch(key: string): Promise<void> {
    const file = join(this.directory, key);
    const part = join(dirname(file), '.part');
    mkdirSync(dirname(file), { recursive: true });
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
    await pipeline(Body as Readable, createWriteStream(part));
    renameSync(part, file);
  }
}

/** A key such as `geoip/../../etc/passwd` is nobody's file. */
function isBelow(key: string, folder: string): boolean {
  return normalize(key) === key.replaceAll('/', sep) && key.startsWith(`${folder}/`);
}
