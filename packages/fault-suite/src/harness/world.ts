import { join } from 'node:path';
import { localFolder, type OpenSearchControl, startStack } from '@siem/local-stack';
import { connectTestStack, type TestStack } from '@siem/test-support';

/** The real servers that faults happen to. One serves many faults. */
export interface World {
  readonly clients: TestStack;
  readonly opensearch: OpenSearchControl;
  close(): Promise<void>;
}

/** Where the suite keeps its servers' data and its workers' logs. */
export const workFolder = join(localFolder, 'faults');

export async function startWorld(): Promise<World> {
  const stack = await startStack({ workDir: join(workFolder, `stack-${process.pid}`), tunedFor: 'start' });
  const clients = connectTestStack(stack);
  return {
    clients,
    opensearch: stack.opensearch,
    close: async () => {
      await clients.close();
      await stack.stop();
    },
  };
}
