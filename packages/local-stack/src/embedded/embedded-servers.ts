import { mkdirSync } from 'node:fs';
import type { ResolvedOptions } from '../options.ts';
import type { RunningServers } from '../stack.ts';
import { startAwsEmulator } from './aws-emulator.ts';
import { startOpenSearch } from './opensearch-server.ts';

/** Both servers at once; when one fails, the other does not stay behind. */
export async function startEmbeddedServers(options: ResolvedOptions): Promise<RunningServers> {
  mkdirSync(options.workDir, { recursive: true });
  const [opensearch, aws] = await Promise.allSettled([startOpenSearch(options), startAwsEmulator(options)]);
  if (opensearch.status === 'rejected' || aws.status === 'rejected') {
    if (opensearch.status === 'fulfilled') await opensearch.value.stop();
    if (aws.status === 'fulfilled') await aws.value.server.stop();
    throw opensearch.status === 'rejected' ? opensearch.reason : (aws as PromiseRejectedResult).reason;
  }
  const [opensearchUrl = ''] = opensearch.value.nodeUrls;
  return {
    backend: 'embedded',
    endpoints: { opensearchUrl, awsEndpointUrl: aws.value.url },
    opensearch: opensearch.value,
    awsPid: aws.value.server.pid,
    stop: async () => {
      await Promise.all([opensearch.value.stop(), aws.value.server.stop()]);
    },
  };
}
