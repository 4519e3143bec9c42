import { spawn } from 'node:child_process';
import { StackError } from './errors.ts';

export interface CommandResult {
  readonly code: number;
  /** Standard output and standard error as they came. */
  readonly output: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Ends the tool with SIGTERM. @defaultvalue none */
  readonly timeoutMs?: number;
}

/** Runs a tool to its end; a tool that can not be started has code 127. */
export function tryCommand(
  command: string,
  args: readonly string[],
  { cwd, env, timeoutMs }: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, timeout: timeoutMs, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** @throws StackError with what the tool printed */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const result = await tryCommand(command, args, options);
  if (result.code === 0) return result.output;
  throw new StackError(
    `'${command} ${args.join(' ')}' failed with code ${result.code}:\n${result.output.trim().slice(-4_000)}`,
  );
}
