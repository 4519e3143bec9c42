import { type ListProblem, listSignature, readThreatLists } from './read-lists.ts';
import { ThreatLists } from './threat-lists.ts';

/** The lists of a directory; read anew when its files have changed. */
export class ThreatDirectory {
  private readonly directory: string;
  private signature: string;
  private current: ThreatLists;
  private timer: NodeJS.Timeout | undefined;
  problems: readonly ListProblem[];

  /** @throws Error naming the directory when it cannot be read */
  constructor(directory: string) {
    this.directory = directory;
    try {
      const { indicators, problems, signature } = readThreatLists(directory);
      this.current = new ThreatLists(indicators);
      this.problems = problems;
      this.signature = signature;
    } catch (cause) {
      throw new Error(`Threat lists in ${directory} cannot be read: ${(cause as Error).message}`, { cause });
    }
  }

  /** Never changes: what has been asked of it stays consistent while a newer one takes its place. */
  get lists(): ThreatLists {
    return this.current;
  }

  /** Differs where the files do. */
  get version(): string {
    return this.signature;
  }

  /** @returns whether the files had changed; what cannot be read leaves the lists as they are */
  refresh(): boolean {
    try {
      if (listSignature(this.directory) === this.signature) return false;
      const { indicators, problems, signature } = readThreatLists(this.directory);
      this.current = new ThreatLists(indicators);
      this.problems = problems;
      this.signature = signature;
      return true;
    } catch (error) {
      this.problems = [{ file: this.directory, reason: (error as Error).message }];
      return false;
    }
  }

  /**
   * Looks for changes now and then; does not keep the process alive.
   * @param onChange the lists or their problems are others now
   */
  watch(intervalMs: number, onChange: () => void = () => {}): void {
    const look = () => {
      const { problems } = this;
      if (this.refresh() || this.problems !== problems) onChange();
    };
    this.timer ??= setInterval(look, intervalMs).unref();
  }
}
