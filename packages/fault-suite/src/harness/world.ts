import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { localFolder, type OpenSearchControl, startStack } from '@siem/local-stack';
import { connectTestStack, type TestStack } from '@siem/test-support';
import { NodeLinks } from './node-links.ts';

/** The real servers that faults happen to. One serves many faults. */
export interface World {
  readonly clients: TestStack;
  /** Missing where the servers are not the suite's own. */
  readonly opensearch?: OpenSearchControl;
  /** Between the nodes, where there are three. */
  readonly links?: NodeLinks;
}

/** Servers of the suite's own. */
export interface OwnWorld extends World {
  close(): Promise<void>;
}

export type WorldKind = 'one-node' | 'three-nodes';

/** Where the suite keeps its servers' data and its workers' logs. */
export const workFolder = join(localFolder, 'faults');

export async function startWorld(kind: WorldKind): Promise<OwnWorld> {
  const links = kind === 'three-nodes' ? new NodeLinks() : undefined;
  const workDir = join(workFolder, `stack-${process.pid}-${kind}`);
  const stack = await startStack({
    workDir,
    tunedFor: 'start',
    heapMb: kind === 'one-node' ? 1024 : 1536,
    ...(links !== undefined && { nodes: 3, publishTransport: (port, node) => links.add(port, node) }),
  });
  const clients = connectTestStack(stack);
  return {
    clients,
    opensearch: stack.opensearch,
    ...(links !== undefined && { links }),
    close: async () => {
      await clients.close();
      await stack.stop();
      links?.close();
      rmSync(workDir, { recursive: true, force: true });
    },
  };
}
