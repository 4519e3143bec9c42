import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { BucketMirror } from '@siem/enrichment-bucket';
import type { Metrics } from '@siem/metrics';
import type { Logger } from 'pino';
import type { WorkerConfig } from './config.ts';

export interface EnrichmentFiles {
  /** With the copy's directories where none are named. */
  config: WorkerConfig;
  close(): void;
}

/**
 * A copy of the enrichment bucket, kept up to date.
 * @throws what S3 answers, with the bucket's name, when it cannot be read at the start
 */
export async function enrichmentFiles(
  config: WorkerConfig,
  s3: S3Client,
  metrics: Metrics,
  logger: Logger,
): Promise<EnrichmentFiles> {
  const bucket = config.SIEM_ENRICHMENT_BUCKET;
  if (bucket === undefined) return { config, close: () => {} };
  const directory = mkdtempSync(join(tmpdir(), 'siem-enrichment-'));
  const mirror = new BucketMirror(s3, bucket, directory);
  try {
    const { written } = await mirror.refresh();
    logger.info({ event: 'enrichment_fetched', files: written.length }, 'copy of the enrichment bucket');
  } catch (cause) {
    throw new Error(`SIEM_ENRICHMENT_BUCKET ${bucket} cannot be read: ${(cause as Error).message}`, { cause });
  }
  mirror.watch(config.SIEM_ENRICHMENT_REFRESH_SECONDS * 1000, (result) => {
    if (result instanceof Error) {
      metrics.errors.inc({ stage: 'configuration', code: 'enrichment_bucket' });
      logger.warn({ event: 'enrichment_not_fetched', reason: result.message }, 'the copy stays as it was');
    } else if (result.written.length + result.removed.length > 0) {
      logger.info({ event: 'enrichment_changed', ...result }, 'the copy of the enrichment bucket has changed');
    }
  });
  return {
    config: {
      ...config,
      SIEM_GEOIP_DIR: config.SIEM_GEOIP_DIR ?? join(directory, 'geoip'),
      SIEM_THREAT_DIR: config.SIEM_THREAT_DIR ?? join(directory, 'threat'),
      SIEM_EXCLUSION_DIR: config.SIEM_EXCLUSION_DIR ?? join(directory, 'exclusions'),
      SIEM_DETECTION_DIR: config.SIEM_DETECTION_DIR ?? join(directory, 'detections'),
      SIEM_CUSTOM_DIR: config.SIEM_CUSTOM_DIR ?? join(directory, 'custom'),
    },
    close: () => {
      mirror.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
