import { renameSync, writeFileSync } from 'node:fs';
import { localCredentials, localRegion, type StackResources } from './resources.ts';
import type { StackEndpoints } from './stack.ts';

/** The variables that point a worker, the CLI and the SDKs at a stack. */
export function stackEnvironment(endpoints: StackEndpoints, resources: StackResources): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoints.awsEndpointUrl,
    AWS_REGION: localRegion,
    AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
    SIEM_QUEUE_URL: resources.queueUrl,
    SIEM_DLQ_URL: resources.deadLetterQueueUrl,
    SIEM_LOG_BUCKET: resources.logBucket,
    SIEM_DEAD_LETTER_BUCKET: resources.deadLetterBucket,
    OPENSEARCH_URL: endpoints.opensearchUrl,
  };
}

/** One `NAME=value` a line, which `node --env-file`, `docker --env-file` and a shell's `set -a` all read. */
export function writeEnvironmentFile(file: string, environment: Record<string, string>): void {
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(`${file}.tmp`, `# Written by the local stack; gone when it stops.\n${lines.join('')}`);
  renameSync(`${file}.tmp`, file);
}
