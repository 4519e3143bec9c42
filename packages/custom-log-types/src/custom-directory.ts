import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LogTypeDefinition } from '@siem/log-type';
import { loadCustomLogTypes } from './load.ts';

/** A directory's log types, read anew when a file changes. */
export class CustomDirectory {
  private readonly directory: string;
  private signature: string;
  private loaded: readonly LogTypeDefinition[];

  private constructor(directory: string, signature: string, loaded: readonly LogTypeDefinition[]) {
    this.directory = directory;
    this.signature = signature;
    this.loaded = loaded;
  }

  /** @throws DefinitionFileError for the first file that cannot be used; Error when the directory cannot be read */
  static async open(directory: string): Promise<CustomDirectory> {
    const signature = sign(directory);
    return new CustomDirectory(directory, signature, await loadCustomLogTypes(directory));
  }

  get definitions(): readonly LogTypeDefinition[] {
    return this.loaded;
  }

  /** @returns whether there is something new. @throws as `open`; the log types stay as they were */
  async refresh(): Promise<boolean> {
    const signature = sign(this.directory);
    if (signature === this.signature) return false;
    // A file that is wrong is not read again until it changes.
    this.signature = signature;
    this.loaded = await loadCustomLogTypes(this.directory);
    return true;
  }

  /** Looks for changes now and then; does not keep the process alive. */
  watch(intervalMs: number, onChange: (error?: Error) => void): void {
    const look = async () => {
      try {
        if (await this.refresh()) onChange();
      } catch (error) {
        onChange(error as Error);
      }
    };
    setInterval(() => void look(), intervalMs).unref();
  }
}

function sign(directory: string): string {
  const files = readdirSync(directory).filter((name) => /\.ya?ml$/.test(name));
  return files
    .sort()
    .map((name) => {
      const { mtimeMs, size } = statSync(join(directory, name));
      return `${name} ${size} ${mtimeMs}`;
    })
    .join('\n');
}
