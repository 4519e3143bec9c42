import type { StackResources } from './resources.ts';

export interface StackEndpoints {
  /** First node. */
  readonly opensearchUrl: string;
  /** S3 and SQS. */
  readonly awsEndpointUrl: string;
}

/**
 * The running OpenSearch. States: running -> paused (`pause`; connections open, nothing answers) -> running (`resume`);
 * running -> stopped (`stop` or `kill`; connections refused, data kept) -> running (`start`, same port, same data).
 */
export interface OpenSearchControl {
  /** Of the server process; undefined while stopped and with Docker. */
  readonly pid: number | undefined;
  readonly nodeUrls: readonly string[];
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
  /** As a power failure would. */
  kill(): Promise<void>;
  /** Resolves when the server answers again and its data can be read. */
  start(): Promise<void>;
  restart(): Promise<void>;
}

/** OpenSearch and the AWS emulator are up; nothing is created in them yet. */
export interface RunningServers {
  readonly backend: 'docker' | 'embedded';
  readonly endpoints: StackEndpoints;
  readonly opensearch: OpenSearchControl;
  readonly awsPid: number | undefined;
  stop(): Promise<void>;
}

export interface Stack extends RunningServers {
  /** What `.stack.env` holds. */
  readonly environment: Record<string, string>;
  readonly resources: StackResources;
  readonly workDir: string;
}
