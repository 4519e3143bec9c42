import { MissingToolError } from '../errors.ts';
import { runCommand, tryCommand } from '../run-command.ts';
import { onlyOne } from './only-one.ts';

export interface SystemPackage {
  readonly tool: string;
  readonly neededFor: string;
  /** Debian's package names. */
  readonly debian: readonly string[];
  /** Homebrew's formula. */
  readonly homebrew: string;
}

/**
 * Installs a missing tool where we may (root on Debian and its children).
 * @throws MissingToolError naming the command for a person to run
 */
export async function installSystemPackage(wanted: SystemPackage): Promise<void> {
  const packages = wanted.debian.join(' ');
  const mayInstall = process.getuid?.() === 0 && (await tryCommand('apt-get', ['--version'])).code === 0;
  if (!mayInstall) {
    throw new MissingToolError(wanted.tool, wanted.neededFor, [
      `Debian, Ubuntu: sudo apt-get install -y ${packages}`,
      `macOS: brew install ${wanted.homebrew}`,
    ]);
  }
  await onlyOne('apt-get', async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await runCommand('apt-get', ['update', '-qq'], { env });
    await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...wanted.debian], { env });
  });
}
