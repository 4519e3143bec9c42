import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface NodeConfig {
  readonly nodeFolder: string;
  readonly transportPort: number;
  /** Where the others reach it. */
  readonly publishedPort: number;
  /** Published ports of all nodes; the runner itself makes a lone node a single-node cluster. */
  readonly transportPorts: readonly number[];
  readonly snapshotFolder: string;
}

/** The runner takes these files as they are; what it sets itself (names, HTTP port, paths) is left out. */
export function writeNodeConfig(config: NodeConfig): void {
  const folder = join(config.nodeFolder, 'config');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'opensearch.yml'), openSearchYml(config));
  writeFileSync(join(folder, 'log4j2.properties'), log4jProperties);
}

function openSearchYml({ transportPort, publishedPort, transportPorts, snapshotFolder }: NodeConfig): string {
  const lines = [
    'network.host: 127.0.0.1',
    `transport.port: ${transportPort}`,
    `transport.publish_port: ${publishedPort}`,
    // Needs no vm.max_map_count, and resident memory stays what the heap says.
    'node.store.allow_mmap: false',
    // A laptop's disk is often above 90 percent; the default would turn indexes read-only there.
    'cluster.routing.allocation.disk.threshold_enabled: false',
    // The runner starts nodes one after the other; a first node that waits for its cluster would wait alone for 30 s.
    'discovery.initial_state_timeout: 0s',
    // Tests make many small indexes.
    'cluster.max_shards_per_node: 10000',
    'action.destructive_requires_name: false',
    `path.repo: ${JSON.stringify(snapshotFolder)}`,
  ];
  if (transportPorts.length > 1) {
    const seeds = transportPorts.map((port) => `"127.0.0.1:${port}"`);
    lines.push(
      `discovery.seed_hosts: [${seeds.join(', ')}]`,
      // A node that is gone shall be noticed within a test's patience.
      'cluster.fault_detection.follower_check.timeout: 3s',
      'cluster.fault_detection.leader_check.timeout: 3s',
    );
  }
  return `${lines.join('\n')}\n`;
}

const log4jProperties = `status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
logger.deprecation.name = org.opensearch.deprecation
logger.deprecation.level = off
`;
