import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allOrReasons } from '../all-or-reasons.ts';
import { StackError } from '../errors.ts';
import { type LeashedServer, startLeashed } from '../leash.ts';
import type { ResolvedOptions } from '../options.ts';
import { freeOpenSearchPorts, freePort, isPortFree } from '../ports.ts';
import type { OpenSearchControl } from '../stack.ts';
import { openSearchLines } from '../versions.ts';
import { waitUntilReady } from '../wait-until.ts';
import { type ClassArchive, classArchive } from './class-archive.ts';
import { findJava, type Java } from './java.ts';
import { writeNodeConfig } from './opensearch-config.ts';
import { openSearchJars } from './opensearch-jars.ts';

const portAttempts = 3;
const graceMs = 20_000;

/** A real OpenSearch from Maven Central's jars, one process whatever the number of nodes. */
export async function startOpenSearch(options: ResolvedOptions): Promise<OpenSearchControl> {
  const line = openSearchLines[options.opensearchVersion];
  const [java, jars] = await allOrReasons([
    findJava(line, () => options.report('java', 'started', `fetching a Java ${line.javaTo} runtime`)),
    openSearchJars(line, () => options.report('maven', 'started', `fetching OpenSearch ${line.runner}`)),
  ]);
  options.report('opensearch', 'started', `starting OpenSearch ${line.runner} on Java ${java.version}`);
  const basePath = join(options.workDir, 'opensearch');
  if (options.fresh) rmSync(basePath, { recursive: true, force: true });
  mkdirSync(basePath, { recursive: true });

  for (let attempt = 1; ; attempt++) {
    const firstPort = options.ports.opensearch ?? (await freeOpenSearchPorts(options.nodes));
    if (options.ports.opensearch !== undefined && !(await isPortFree(firstPort))) {
      throw new StackError(`port ${firstPort} for OpenSearch is taken; choose another one or stop its owner`);
    }
    const archive = classArchive(java, line.runner, options.workDir);
    const server = new OpenSearchServer(options, { java, jars, archive, basePath, firstPort });
    try {
      await server.start();
      options.report('opensearch', 'done', `OpenSearch answers on ${server.nodeUrls[0]}`);
      return server;
    } catch (error) {
      await server.kill();
      if (!(error instanceof PortTakenError) || attempt === portAttempts || options.ports.opensearch !== undefined)
        throw error;
    }
  }
}

/** Somebody took the port between our look and the server's start. */
class PortTakenError extends StackError {
  override readonly code = 'STACK_PORT_TAKEN';
}

interface Launch {
  readonly java: Java;
  readonly jars: string;
  readonly archive: ClassArchive;
  readonly basePath: string;
  readonly firstPort: number;
}

class OpenSearchServer implements OpenSearchControl {
  readonly nodeUrls: readonly string[];
  readonly #options: ResolvedOptions;
  readonly #launch: Launch;
  /** Tells our server from a stranger's on the same port, and stays the same when kept data is opened again. */
  readonly #clusterName: string;
  #process: LeashedServer | undefined;

  constructor(options: ResolvedOptions, launch: Launch) {
    this.#options = options;
    this.#launch = launch;
    this.#clusterName = `siem-local-${createHash('sha256').update(launch.basePath).digest('hex').slice(0, 8)}`;
    this.nodeUrls = Array.from({ length: options.nodes }, (_, index) => `http://127.0.0.1:${launch.firstPort + index}`);
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  async start(): Promise<void> {
    if (this.#process) return;
    const { basePath } = this.#launch;
    await this.#writeConfig();
    const argumentsFile = join(basePath, 'java.args');
    writeFileSync(
      argumentsFile,
      this.#javaArguments()
        .map((argument) => JSON.stringify(argument))
        .join('\n'),
    );
    const server = await startLeashed({
      command: this.#launch.java.program,
      args: [`@${argumentsFile}`],
      cwd: basePath,
      environment: { ...process.env, JAVA_TOOL_OPTIONS: '' },
      logFile: join(basePath, 'opensearch.log'),
      graceMs,
    });
    this.#process = server;
    await waitUntilReady('OpenSearch', server, this.#options.startTimeoutMs, (signal) => this.#isReady(server, signal));
  }

  async pause(): Promise<void> {
    this.#process?.signal('SIGSTOP');
  }

  async resume(): Promise<void> {
    this.#process?.signal('SIGCONT');
    const server = this.#process;
    if (server)
      await waitUntilReady('OpenSearch', server, this.#options.startTimeoutMs, (signal) =>
        this.#isReady(server, signal),
      );
  }

  async stop(): Promise<void> {
    const server = this.#process;
    this.#process = undefined;
    await server?.stop();
    if (server?.exitCode === 143) this.#launch.archive.keep();
  }

  async kill(): Promise<void> {
    const server = this.#process;
    this.#process = undefined;
    server?.signal('SIGKILL');
    await server?.exited;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async #writeConfig(): Promise<void> {
    const snapshotFolder = join(this.#launch.basePath, 'snapshots');
    mkdirSync(snapshotFolder, { recursive: true });
    const ports: number[] = [];
    while (ports.length < this.#options.nodes) ports.push(await freePort());
    const transportPorts = await Promise.all(ports.map((port, node) => this.#options.publishTransport(port, node)));
    for (const [index, transportPort] of ports.entries()) {
      writeNodeConfig({
        nodeFolder: join(this.#launch.basePath, `node_${index + 1}`),
        transportPort,
        publishedPort: transportPorts[index]!,
        transportPorts,
        snapshotFolder,
      });
    }
  }

  #javaArguments(): string[] {
    const { jars, archive, basePath, firstPort } = this.#launch;
    const { heapMb, tunedFor, nodes } = this.#options;
    // Sorted and spelled out: the class archive is only valid for the same class path in the same order.
    const classPath = globSync(join(jars, '*.jar')).sort().join(':');
    return [
      `-Xms${heapMb}m`,
      `-Xmx${heapMb}m`,
      // On small heaps and few cores the plain collector uses the least memory and processor time.
      '-XX:+UseSerialGC',
      ...(tunedFor === 'start' ? ['-XX:TieredStopAtLevel=1'] : []),
      ...archive.javaArguments,
      '-XX:-UsePerfData',
      `-XX:ErrorFile=${join(basePath, 'hs_err.log')}`,
      '-XX:+ExitOnOutOfMemoryError',
      '-Djava.awt.headless=true',
      // Lucene asks the kernel for read-ahead; Java 24 and later warn of that.
      '--enable-native-access=ALL-UNNAMED',
      `-Djava.io.tmpdir=${basePath}`,
      '-Dfile.encoding=UTF-8',
      '-cp',
      classPath,
      'org.codelibs.opensearch.runner.OpenSearchRunner',
      ...['-basePath', basePath, '-numOfNode', String(nodes), '-clusterName', this.#clusterName],
      // Node i listens on the base port plus i, counted from one.
      ...['-baseHttpPort', String(firstPort - 1), '-printOnFailure'],
    ];
  }

  /** Every node answers and is one of ours, the cluster has elected its manager, and kept data can be read. */
  async #isReady(server: LeashedServer, signal: AbortSignal): Promise<boolean> {
    this.#checkPorts(server);
    const query = `wait_for_status=yellow&wait_for_nodes=${this.nodeUrls.length}&timeout=4s`;
    const answers = await Promise.all(
      this.nodeUrls.map(async (url) => {
        const response = await fetch(`${url}/_cluster/health?${query}`, { signal });
        return response.ok ? ((await response.json()) as { cluster_name: string }).cluster_name : undefined;
      }),
    );
    return answers.every((name) => name === this.#clusterName);
  }

  /** The runner quietly moves on to the next port when one is taken; its log says where it went. */
  #checkPorts(server: LeashedServer): void {
    const log = readFileSync(server.logFile, 'utf8').slice(0, 64 << 10);
    const used = [...log.matchAll(/^HTTP Port:\s+(\d+)/gm)].map((match) => Number(match[1]));
    const clash = used.find((port, index) => port !== this.#launch.firstPort + index);
    if (clash !== undefined || /BindHttpException|BindTransportException/.test(log)) {
      throw new PortTakenError(`port ${this.#launch.firstPort} for OpenSearch was taken while it started`);
    }
  }
}
