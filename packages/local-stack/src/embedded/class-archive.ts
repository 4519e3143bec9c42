import { createHash } from 'node:crypto';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../paths.ts';
import type { Java } from './java.ts';

/**
 * A JVM that maps its loaded classes from a file starts OpenSearch in two thirds of the time. The first server to end in
 * order writes the file into its own folder; only a whole one moves into the cache. A JVM ignores a file that does not
 * fit it, so a wrong one costs nothing but time.
 */
export interface ClassArchive {
  readonly javaArguments: readonly string[];
  /** Call after the server has ended in order. */
  keep(): void;
}

export function classArchive(java: Java, runnerVersion: string, workDir: string): ClassArchive {
  const key = createHash('sha256').update(java.program).update(java.version).digest('hex').slice(0, 8);
  const shared = join(cacheFolder, `opensearch-${runnerVersion}-java-${java.version}-${key}.jsa`);
  if (existsSync(shared)) {
    return {
      javaArguments: [`-XX:SharedArchiveFile=${shared}`, '-Xshare:auto', '-Xlog:cds=off', '-Xlog:cds+dynamic=off'],
      keep: () => {},
    };
  }
  const own = join(workDir, 'classes.jsa');
  rmSync(own, { force: true });
  return {
    javaArguments: [`-XX:ArchiveClassesAtExit=${own}`, '-Xlog:cds=off', '-Xlog:cds+dynamic=off'],
    keep: () => {
      if (existsSync(own) && !existsSync(shared)) renameSync(own, shared);
    },
  };
}
