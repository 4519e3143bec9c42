import { DeleteObjectsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { Bench } from '../harness/bench.ts';
import { type Load, makeLoad } from '../harness/load.ts';

const recordsPerWave = 60_000;
const fewMessages = 15;

interface Stored {
  Key: string;
  VersionId?: string;
}

/** Keeps the queue from becoming empty, with records that were never there before, and takes away what is loaded. */
export class Feed {
  private readonly bench: Bench;
  private wave = 0;
  private current: Stored[] = [];
  private older: Stored[] = [];

  constructor(bench: Bench) {
    this.bench = bench;
  }

  /** Uploads the next wave when little of the last is left. */
  async keepFull(seed: number): Promise<void> {
    const { visible, hidden } = await this.bench.queueDepth();
    if (visible + hidden > fewMessages) return;
    await this.upload(makeLoad(seed + this.wave++, recordsPerWave));
  }

  private async upload(load: Load): Promise<void> {
    const { world, scope, suffix } = this.bench;
    // The emulator keeps all in memory, and OpenSearch all on disk; a soak of hours would fill both.
    if (this.older.length > 0)
      await world.clients.s3.send(
        new DeleteObjectsCommand({ Bucket: scope.logBucket, Delete: { Objects: this.older } }),
      );
    if (this.wave % 10 === 0) await world.clients.opensearch.indices.delete({ index: `log-*-${suffix}-*` });
    this.older = this.current;
    this.current = [];
    for (const { key, body } of load.objects) {
      const put = new PutObjectCommand({ Bucket: scope.logBucket, Key: key, Body: body });
      const { VersionId } = await world.clients.s3.send(put);
      this.current.push({ Key: key, ...(VersionId !== undefined && { VersionId }) });
    }
  }
}
