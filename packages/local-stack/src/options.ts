import { resolve } from 'node:path';
import { StackError } from './errors.ts';
import { defaultWorkDir } from './paths.ts';
import { type OpenSearchVersion, parseOpenSearchVersion } from './versions.ts';

export const backends = ['auto', 'docker', 'embedded'] as const;
export type BackendChoice = (typeof backends)[number];

export interface StackProgress {
  readonly part: 'java' | 'maven' | 'python' | 'opensearch' | 'aws' | 'resources' | 'docker';
  readonly state: 'started' | 'done';
  readonly text: string;
  /** Since the stack began to start. */
  readonly elapsedMs: number;
}

export interface StackOptions {
  /**
   * Where OpenSearch and the AWS emulator come from; `auto` is Docker where an engine answers, else embedded.
   * @defaultvalue `SIEM_STACK_BACKEND` or `auto`
   */
  backend?: BackendChoice;
  /** @defaultvalue `OPENSEARCH_VERSION` or `3` */
  opensearchVersion?: OpenSearchVersion;
  /**
   * OpenSearch nodes, all in one process (embedded backend only).
   * @defaultvalue `1`
   */
  nodes?: 1 | 3;
  /**
   * Says under which port the other nodes reach a node that listens on `port`, so that something can stand between them
   * (embedded backend, three nodes). @defaultvalue its own
   */
  publishTransport?: (port: number, node: number) => Promise<number>;
  /**
   * Holds data, logs and state of this stack; stacks with different folders run side by side.
   * @defaultvalue `.local/stack`
   */
  workDir?: string;
  /** @defaultvalue `768` for one node, `1280` for three */
  heapMb?: number;
  /**
   * What the JVM is tuned for: `start` compiles with C1 only, which is ready sooner and spends less CPU on a short life;
   * `throughput` indexes faster once warm.
   * @defaultvalue `throughput`
   */
  tunedFor?: 'start' | 'throughput';
  /**
   * Throw away the folder's OpenSearch data first. S3 and SQS always begin empty.
   * @defaultvalue `true`
   */
  fresh?: boolean;
  /** Exact ports; a port that is taken is an error. OpenSearch must lie in 9200-9299. @defaultvalue free ports */
  ports?: { opensearch?: number; aws?: number };
  /** Also write the environment to this file. @defaultvalue none */
  environmentFile?: string;
  /** @defaultvalue `180000` */
  startTimeoutMs?: number;
  onProgress?: (event: StackProgress) => void;
}

export interface ResolvedOptions {
  readonly backend: BackendChoice;
  readonly opensearchVersion: OpenSearchVersion;
  readonly nodes: 1 | 3;
  readonly publishTransport: (port: number, node: number) => Promise<number>;
  readonly workDir: string;
  readonly heapMb: number;
  readonly tunedFor: 'start' | 'throughput';
  readonly fresh: boolean;
  readonly ports: { readonly opensearch?: number; readonly aws?: number };
  readonly environmentFile: string | undefined;
  readonly startTimeoutMs: number;
  readonly report: (part: StackProgress['part'], state: StackProgress['state'], text: string) => void;
}

/** Fills in the defaults and checks every value before anything is started. */
export function resolveOptions(options: StackOptions, environment: NodeJS.ProcessEnv = process.env): ResolvedOptions {
  const nodes = options.nodes ?? 1;
  const heapMb = options.heapMb ?? (nodes === 1 ? 768 : 1280);
  if (!Number.isInteger(heapMb) || heapMb < 256) {
    throw new StackError(`heapMb is ${heapMb}; OpenSearch needs a whole number of at least 256`);
  }
  const port = options.ports?.opensearch;
  if (port !== undefined && (port < 9200 || port + nodes - 1 > 9299)) {
    throw new StackError(`ports.opensearch is ${port}; with ${nodes} node(s) it must lie in 9200-${9300 - nodes}`);
  }
  const startedAt = performance.now();
  return {
    backend: options.backend ?? parseBackend(environment['SIEM_STACK_BACKEND'] || 'auto'),
    opensearchVersion:
      options.opensearchVersion ??
      parseOpenSearchVersion(environment['OPENSEARCH_VERSION'] || '3', 'OPENSEARCH_VERSION'),
    nodes,
    publishTransport: options.publishTransport ?? (async (port) => port),
    workDir: resolve(options.workDir ?? defaultWorkDir),
    heapMb,
    tunedFor: options.tunedFor ?? 'throughput',
    fresh: options.fresh ?? true,
    ports: options.ports ?? {},
    environmentFile: options.environmentFile,
    startTimeoutMs: options.startTimeoutMs ?? 180_000,
    report: (part, state, text) =>
      options.onProgress?.({ part, state, text, elapsedMs: Math.round(performance.now() - startedAt) }),
  };
}

function parseBackend(text: string): BackendChoice {
  const found = backends.find((backend) => backend === text);
  if (found) return found;
  throw new StackError(`SIEM_STACK_BACKEND is '${text}'; it must be one of ${backends.join(', ')}`);
}
