import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { StackError } from './errors.ts';

/**
 * Runs "$@" and ends it when our side of standard input closes, which the kernel does for us even after kill -9.
 * A shell rather than Node.js: it costs one megabyte and is on every machine. The watcher is a process of its own, so
 * the server ends too when only the leash is killed. CONT follows TERM because a paused server hears nothing else.
 */
const leashScript = `
graceTenths=$1; shift
trap '' INT HUP
exec 4<&0
"$@" </dev/null 3>&- 4<&- & server=$!
end() {
  kill -TERM $server 2>/dev/null; kill -CONT $server 2>/dev/null
  waited=0
  while kill -0 $server 2>/dev/null && [ $waited -lt $graceTenths ]; do sleep 0.1; waited=$((waited + 1)); done
  kill -KILL $server 2>/dev/null
}
( exec 3>&-; cat <&4 >/dev/null 2>&1; end ) & watcher=$!
exec 4<&-
echo $server >&3; exec 3>&-
trap 'kill -TERM $server 2>/dev/null; kill -CONT $server 2>/dev/null' TERM
wait $server; code=$?
while kill -0 $server 2>/dev/null; do wait $server; code=$?; done
kill $watcher 2>/dev/null
exit $code
`;

export interface LeashedServer {
  /** Of the server itself, not of its leash. */
  readonly pid: number;
  readonly logFile: string;
  /** Set when the server has ended. */
  readonly exitCode: number | undefined;
  readonly exited: Promise<number>;
  /** Ends the server in order, by force after the grace time, and resolves when it is gone. */
  stop(): Promise<void>;
  signal(signal: NodeJS.Signals): void;
}

export interface LeashOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Receives standard output and standard error. */
  readonly logFile: string;
  readonly graceMs: number;
}

/** Starts a server that can not outlive this process. */
export async function startLeashed(options: LeashOptions): Promise<LeashedServer> {
  const log = openSync(options.logFile, 'w');
  const leash = spawn(
    'sh',
    ['-c', leashScript, 'leash', String(Math.ceil(options.graceMs / 100)), options.command, ...options.args],
    // Detached: Ctrl-C must reach only us, so that a worker can drain before its servers go.
    { cwd: options.cwd, env: options.environment, stdio: ['pipe', log, log, 'pipe'], detached: true },
  );
  closeSync(log);
  const exited = new Promise<number>((resolve, reject) => {
    leash.once('error', (error) =>
      reject(new StackError(`could not run 'sh' to start ${options.command}`, { cause: error })),
    );
    leash.once('exit', (code) => resolve(code ?? 1));
  });
  let exitCode: number | undefined;
  exited.then(
    (code) => {
      exitCode = code;
      leash.stdin?.destroy();
    },
    () => {},
  );
  // A server that ends at once has told its id too; only a leash that never ran rejects.
  const pid = await Promise.race([
    readPid(leash.stdio[3] as Readable),
    exited.then(() => new Promise<never>(() => {})),
  ]);
  if (Number.isNaN(pid)) throw new StackError(`${options.command} did not start:\n${await logTail(options.logFile)}`);
  // An open stack must not keep a finished script alive: the leash ends the server when we exit.
  unrefLeash(leash);
  return {
    pid,
    logFile: options.logFile,
    get exitCode() {
      return exitCode;
    },
    exited,
    stop: async () => {
      leash.ref();
      leash.stdin?.end();
      await exited;
    },
    signal: (signal) => {
      if (exitCode === undefined) process.kill(pid, signal);
    },
  };
}

async function readPid(pipe: Readable): Promise<number> {
  let text = '';
  for await (const part of pipe) text += String(part);
  return Number.parseInt(text, 10);
}

function unrefLeash(leash: ChildProcess): void {
  leash.unref();
  (leash.stdin as unknown as { unref?: () => void } | null)?.unref?.();
}

/** Last lines of a server's log, for error messages. */
export async function logTail(file: string, lines = 25): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-lines).join('\n') || `(nothing in ${file})`;
}
