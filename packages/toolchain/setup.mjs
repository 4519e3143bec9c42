// Brings a machine that has Node.js >= 20 and npm to the state every task expects. Everything lands in two ignored
// folders: .local/tools (pinned Node.js and pnpm) and node_modules. A second call costs one stat and one file read.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repositoryRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The LTS line everything is developed and tested on. The Dockerfile names the same version. */
export const nodeVersion = '26.10.0';
const pnpmVersion = '12.21.0';

const toolsFolder = join(repositoryRoot, '.local', 'tools');
const lockFolder = join(repositoryRoot, '.local', 'setup.lock');
const staleLockMs = 15 * 60_000;

/**
 * Installs what is missing and returns the environment for the task.
 * @throws Error naming the command that failed and what to do
 */
export async function setUp({ quiet }) {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) {
    throw new Error(
      `Node.js ${process.versions.node} found; >= 20 is needed to start. Install it from your package manager.`,
    );
  }
  await withLock(() => {
    installTools(quiet);
    installWorkspace(quiet);
  });
  return taskEnvironment();
}

function taskEnvironment() {
  const bins = [join(toolsFolder, 'node_modules', nodePackage(), 'bin'), join(toolsFolder, 'node_modules', '.bin')];
  const path = [...bins, join(repositoryRoot, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  return { ...process.env, PATH: path };
}

function nodePackage() {
  const platform = { linux: 'linux', darwin: 'darwin' }[process.platform];
  const architecture = { x64: 'x64', arm64: 'arm64' }[process.arch];
  if (!platform || !architecture) {
    throw new Error(`${process.platform}/${process.arch} is not supported; use Linux or macOS on x64 or arm64.`);
  }
  return `node-${platform}-${architecture}`;
}

function installTools(quiet) {
  const wanted = `${nodePackage()}@${nodeVersion} pnpm@${pnpmVersion}`;
  const stamp = join(toolsFolder, 'installed.txt');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say(quiet, `Installing Node.js ${nodeVersion} and pnpm ${pnpmVersion} into .local/tools ...`);
  rmSync(toolsFolder, { recursive: true, force: true });
  mkdirSync(toolsFolder, { recursive: true });
  writeFileSync(join(toolsFolder, 'package.json'), '{"private":true}\n');
  run(
    'npm',
    ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', ...wanted.split(' ')],
    toolsFolder,
    process.env,
  );
  ensureNodeStarts(quiet);
  writeFileSync(stamp, wanted);
}

/** Node.js 26 needs libatomic, which a minimal Debian lacks. */
function ensureNodeStarts(quiet) {
  const node = join(toolsFolder, 'node_modules', nodePackage(), 'bin', 'node');
  const probe = spawnSync(node, ['--version'], { encoding: 'utf8' });
  if (probe.status === 0) return;
  const isRoot = process.getuid?.() === 0;
  if (/libatomic/.test(probe.stderr ?? '') && isRoot && spawnSync('apt-get', ['--version']).status === 0) {
    say(quiet, 'Installing libatomic1 (apt-get) ...');
    run('apt-get', ['update', '-qq'], repositoryRoot, process.env);
    run('apt-get', ['install', '-y', '-qq', 'libatomic1'], repositoryRoot, process.env);
    if (spawnSync(node, ['--version']).status === 0) return;
  }
  throw new Error(
    `The pinned Node.js does not start: ${(probe.stderr ?? probe.error?.message ?? '').trim()}\nOn Debian: apt-get install libatomic1`,
  );
}

function installWorkspace(quiet) {
  const stamp = join(repositoryRoot, 'node_modules', '.siem-installed');
  const wanted = manifestDigest();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say(quiet, 'Installing the workspace (pnpm install) ...');
  const frozen = existsSync(join(repositoryRoot, 'pnpm-lock.yaml')) && process.env.SIEM_UPDATE_LOCK === undefined;
  run(
    'pnpm',
    ['install', frozen ? '--frozen-lockfile' : '--no-frozen-lockfile', '--reporter=append-only', '--loglevel=warn'],
    repositoryRoot,
    taskEnvironment(),
  );
  writeFileSync(stamp, manifestDigest());
}

/** Changes when a manifest or the lock file changes, so that a pull is followed by an install. */
function manifestDigest() {
  const hash = createHash('sha256');
  const add = (file) => existsSync(file) && hash.update(file.slice(repositoryRoot.length)).update(readFileSync(file));
  for (const file of ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml']) add(join(repositoryRoot, file));
  for (const folder of ['packages', 'services']) {
    for (const name of readdirSync(join(repositoryRoot, folder)).sort())
      add(join(repositoryRoot, folder, name, 'package.json'));
  }
  return hash.digest('hex');
}

function run(command, commandArguments, cwd, env) {
  const result = spawnSync(command, commandArguments, { cwd, env, encoding: 'utf8', maxBuffer: 64 << 20 });
  if (result.status === 0) return;
  const output = `${result.stdout ?? ''}${result.stderr ?? ''}${result.error ? result.error.message : ''}`.trim();
  throw new Error(
    `'${command} ${commandArguments.join(' ')}' failed in ${cwd}:\n${output}\nIs the npm registry reachable? Run the command again by hand to see.`,
  );
}

/** One set-up at a time in a checkout; mkdir is atomic on every file system. */
async function withLock(work) {
  mkdirSync(dirname(lockFolder), { recursive: true });
  for (;;) {
    try {
      mkdirSync(lockFolder);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const ageMs = Date.now() - (statSync(lockFolder, { throwIfNoEntry: false })?.mtimeMs ?? 0);
      if (ageMs > staleLockMs) rmSync(lockFolder, { recursive: true, force: true });
      else await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  try {
    work();
  } finally {
    rmSync(lockFolder, { recursive: true, force: true });
  }
}

function say(quiet, text) {
  if (!quiet) console.log(text);
}
