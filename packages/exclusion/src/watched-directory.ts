import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the files of a directory say, read anew when one changes. */
export class WatchedDirectory<T> {
  private readonly directory: string;
  private readonly read: (files: readonly string[], directory: string) => T;
  private signature: string;
  private content: T;
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param read is given the paths of all files, hidden ones left out, in order
   * @throws what `read` throws; Error when the directory cannot be read
   */
  constructor(directory: string, read: (files: readonly string[], directory: string) => T) {
    this.directory = directory;
    this.read = read;
    const files = this.files();
    this.signature = sign(files);
    this.content = read(files, directory);
  }

  /** Never changes: a chunk that began with it ends with it. */
  get current(): T {
    return this.content;
  }

  /** @returns whether there is something new. @throws as the constructor; the content stays as it was */
  refresh(): boolean {
    const files = this.files();
    const signature = sign(files);
    if (signature === this.signature) return false;
    // A file that is wrong is not read again until it changes.
    this.signature = signature;
    this.content = this.read(files, this.directory);
    return true;
  }

  /** Looks for changes now and then; does not keep the process alive. */
  watch(intervalMs: number, onChange: (error?: Error) => void = () => {}): void {
    this.timer ??= setInterval(() => {
      try {
        if (this.refresh()) onChange();
      } catch (error) {
        onChange(error as Error);
      }
    }, intervalMs).unref();
  }

  private files(): string[] {
    return readdirSync(this.directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  }
}

function sign(files: readonly string[]): string {
  const signs = files.map((file) => {
    const { mtimeMs, size } = statSync(file);
    return `${file} ${size} ${mtimeMs}`;
  });
  return signs.join('\n');
}
