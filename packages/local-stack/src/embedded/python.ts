import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../paths.ts';
import { runCommand, tryCommand } from '../run-command.ts';
import { onlyOne } from './only-one.ts';
import { installSystemPackage } from './system-package.ts';

/** Oldest Python the emulator's dependencies accept. */
const minimumPythonMinor = 10;

/**
 * A virtual environment with exactly these packages, made once and then shared.
 * @param requirements arguments for `pip install`: pinned packages, or `-r FILE`
 * @returns the environment's folder
 */
export async function pythonEnvironment(
  name: string,
  requirements: readonly string[],
  onInstall: () => void,
): Promise<string> {
  const folder = join(cacheFolder, `${name}-${digestOf(requirements)}`);
  if (existsSync(join(folder, 'complete'))) return folder;
  return onlyOne(name, async () => {
    if (existsSync(join(folder, 'complete'))) return folder;
    onInstall();
    const python = await findPython();
    rmSync(folder, { recursive: true, force: true });
    await mkdir(cacheFolder, { recursive: true });
    // Scripts hold the folder's path, so it is made in place; the marker says that it is whole.
    await createEnvironment(python, folder);
    await runCommand(pythonOf(folder), [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--no-input',
      '--disable-pip-version-check',
      ...requirements,
    ]);
    writeFileSync(join(folder, 'complete'), '');
    return folder;
  });
}

export function pythonOf(environment: string): string {
  return join(environment, 'bin', 'python3');
}

async function createEnvironment(python: string, folder: string): Promise<void> {
  const first = await tryCommand(python, ['-m', 'venv', folder]);
  if (first.code === 0) return;
  // Debian splits ensurepip off into a package of its own.
  rmSync(folder, { recursive: true, force: true });
  await installSystemPackage({ ...pythonPackage, tool: `The venv module of ${python}` });
  await runCommand('python3', ['-m', 'venv', folder]);
}

const pythonPackage = {
  tool: `Python >= 3.${minimumPythonMinor}`,
  neededFor: 'the AWS emulator of the embedded stack',
  debian: ['python3', 'python3-venv'],
  homebrew: 'python@3.13',
};

async function findPython(): Promise<string> {
  const candidates = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', '/usr/bin/python3'];
  const works = async (python: string) =>
    (await tryCommand(python, ['-c', `import sys; sys.exit(sys.version_info < (3, ${minimumPythonMinor}))`])).code ===
    0;
  for (const python of candidates) if (await works(python)) return python;
  await installSystemPackage(pythonPackage);
  return 'python3';
}

function digestOf(requirements: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of requirements) hash.update(existsSync(part) ? readFileSync(part) : part).update('\0');
  return hash.digest('hex').slice(0, 12);
}
