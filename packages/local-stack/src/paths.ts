import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const packageFolder = dirname(dirname(fileURLToPath(import.meta.url)));
export const repositoryRoot = dirname(dirname(packageFolder));

/** Everything the stack keeps lies under this ignored folder. */
export const localFolder = join(repositoryRoot, '.local');

/** Downloads, shared by all stacks and runs. */
export const cacheFolder = join(localFolder, 'cache');

export const defaultWorkDir = join(localFolder, 'stack');
export const stackEnvironmentFile = join(repositoryRoot, '.stack.env');
export const requirementsFile = join(packageFolder, 'python', 'requirements.txt');
