import { join } from 'node:path';
import { type SpawnedWorker, spawnWorker } from '@siem/local-stack';

const replaceAfterMs = 1_000;

/** The worker processes of a load. One that ends by itself is replaced, as ECS does. */
export class Workers {
  private readonly alive = new Set<SpawnedWorker>();
  /** Those that were told to end. */
  private readonly ending = new Set<SpawnedWorker>();
  private readonly replacements = new Set<NodeJS.Timeout>();
  private started = 0;
  private crashed = 0;
  private readonly environment: Readonly<Record<string, string>>;
  private readonly logFolder: string;

  constructor(environment: Readonly<Record<string, string>>, logFolder: string) {
    this.environment = environment;
    this.logFolder = logFolder;
  }

  /** Those that run. */
  get list(): SpawnedWorker[] {
    return [...this.alive];
  }

  /** Processes that have been started so far. */
  get count(): number {
    return this.started;
  }

  /** Processes that ended although nobody wanted them to. */
  get crashes(): number {
    return this.crashed;
  }

  /** Does not wait until it is ready. */
  async spawn(environment: Readonly<Record<string, string>> = {}): Promise<SpawnedWorker> {
    const logFile = join(this.logFolder, `worker-${++this.started}.log`);
    const worker = await spawnWorker({ ...this.environment, ...environment }, logFile);
    this.alive.add(worker);
    void worker.exited.then(() => {
      this.alive.delete(worker);
      if (this.ending.delete(worker)) return;
      this.crashed++;
      this.replacements.add(setTimeout(() => void this.spawn(environment), replaceAfterMs));
    });
    return worker;
  }

  /** Resolves when it is ready. */
  async start(environment: Readonly<Record<string, string>> = {}): Promise<SpawnedWorker> {
    const worker = await this.spawn(environment);
    await worker.ready;
    return worker;
  }

  async kill(worker: SpawnedWorker): Promise<void> {
    this.ending.add(worker);
    worker.signal('SIGKILL');
    await worker.exited;
  }

  /** In order, as a deployment does. */
  async stop(worker: SpawnedWorker): Promise<void> {
    this.ending.add(worker);
    await worker.stop();
  }

  async killAll(): Promise<void> {
    this.cancelReplacements();
    await Promise.all(this.list.map((worker) => this.kill(worker)));
  }

  async stopAll(): Promise<void> {
    this.cancelReplacements();
    await Promise.all(this.list.map((worker) => this.stop(worker)));
  }

  private cancelReplacements(): void {
    for (const timer of this.replacements) clearTimeout(timer);
    this.replacements.clear();
  }
}
