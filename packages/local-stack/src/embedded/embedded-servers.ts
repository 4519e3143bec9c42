import { mkdirSync } from 'node:fs';
import { allOrReasons } from '../all-or-reasons.ts';
import type { ResolvedOptions } from '../options.ts';
import type { RunningServers } from '../stack.ts';
import { startAwsEmulator } from './aws-emulator.ts';
import { startOpenSearch } from './opensearch-server.ts';

/** Both servers at once; when one fails, the other does not stay behind. */
export async function startEmbeddedServers(options: ResolvedOptions): Promise<RunningServers> {
  mkdirSync(options.workDir, { recursive: true });
  const starting = [startOpenSearch(options), startAwsEmulator(options)] as const;
  const [opensearch, aws] = await allOrReasons(starting).catch(async (error) => {
    await Promise.allSettled([
      starting[0].then((server) => server.stop()),
      starting[1].then(({ server }) => server.stop()),
    ]);
    throw error;
  });
  const [opensearchUrl = ''] = opensearch.nodeUrls;
  return {
    backend: 'embedded',
    endpoints: { opensearchUrl, awsEndpointUrl: aws.url },
    opensearch: opensearch,
    awsPid: aws.server.pid,
    stop: async () => {
      await Promise.all([opensearch.stop(), aws.server.stop()]);
    },
  };
}
