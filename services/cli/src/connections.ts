import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Client } from '@opensearch-project/opensearch';
import { createOpenSearchClient, readOpenSearchConfig } from '@siem/opensearch-client';

/** Clients for the environment that a worker would have; opened when first asked for. */
export class Connections implements AsyncDisposable {
  private s3Client: S3Client | undefined;
  private sqsClient: SQSClient | undefined;
  private openSearchClient: Client | undefined;

  get s3(): S3Client {
    this.s3Client ??= new S3Client({ forcePathStyle: true });
    return this.s3Client;
  }

  get sqs(): SQSClient {
    this.sqsClient ??= new SQSClient({});
    return this.sqsClient;
  }

  /** @throws OpenSearchConfigurationError naming each variable that is wrong */
  get opensearch(): Client {
    this.openSearchClient ??= createOpenSearchClient(readOpenSearchConfig(process.env));
    return this.openSearchClient;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.s3Client?.destroy();
    this.sqsClient?.destroy();
    await this.openSearchClient?.close();
  }
}

/** @throws Error naming the variable and the option that is missing */
export function setting(given: string | undefined, variable: string, option: string): string {
  const value = given ?? process.env[variable];
  if (value === undefined || value === '') throw new Error(`${variable} is not set; set it, or give ${option}`);
  return value;
}

/** Time in ISO 8601, or how long ago: `90m`, `36h`, `7d`. @throws Error naming the option */
export function timeOption(text: string | undefined, option: string): Date | undefined {
  if (text === undefined) return undefined;
  const ago = /^(\d+)([mhd])$/.exec(text);
  const milliseconds =
    ago === null
      ? Date.parse(text)
      : Date.now() - Number(ago[1]) * { m: 60_000, h: 3_600_000, d: 86_400_000 }[ago[2] as 'm' | 'h' | 'd'];
  if (Number.isNaN(milliseconds))
    throw new Error(`${option} '${text}' is no time; right is e.g. 2026-01-31T00:00:00Z, 90m, 36h or 7d`);
  return new Date(milliseconds);
}
