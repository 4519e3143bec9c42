import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { findJava, isSuitable, javaHomes } from '../../src/embedded/java.ts';
import { openSearchLines } from '../../src/versions.ts';

const folder = mkdtempSync(join(tmpdir(), 'siem-java-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function javaHome(name: string, version: string): string {
  const home = join(folder, name);
  mkdirSync(join(home, 'bin'), { recursive: true });
  writeFileSync(join(home, 'bin', 'java'), '#!/bin/sh\n');
  chmodSync(join(home, 'bin', 'java'), 0o755);
  writeFileSync(join(home, 'release'), `IMPLEMENTOR="Test"\nJAVA_VERSION="${version}"\n`);
  return home;
}

describe('the search for Java', () => {
  it('takes JAVA_HOME first, then the path', () => {
    const chosen = javaHome('chosen', '21.0.1');
    const onPath = javaHome('on-path', '24');

    const homes = javaHomes({ JAVA_HOME: chosen, PATH: `/nowhere:${join(onPath, 'bin')}` });

    expect(homes.slice(0, 2)).toEqual([chosen, onPath]);
  });

  it('passes over a JAVA_HOME without a java program', () => {
    expect(javaHomes({ JAVA_HOME: join(folder, 'missing'), PATH: '' })).not.toContain(join(folder, 'missing'));
  });

  it('passes over a Java too old for OpenSearch 3', async () => {
    const before = { JAVA_HOME: process.env['JAVA_HOME'], PATH: process.env['PATH'] };
    process.env['JAVA_HOME'] = javaHome('old', '17.0.9');
    process.env['PATH'] = join(javaHome('new', '25.0.2'), 'bin');

    const java = await findJava(openSearchLines['3'], () => {});

    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    expect(java).toEqual({ program: join(folder, 'new', 'bin', 'java'), version: '25.0.2' });
  });

  it.each([
    ['3', '20.0.2', false],
    ['3', '21', true],
    ['3', '25.0.3', true],
    ['2.19', '11.0.20', false],
    ['2.19', '17.0.15', true],
    ['2.19', '23.0.1', true],
    ['2.19', '24', false],
  ] as const)('for OpenSearch %s says of Java %s: %s', (line, version, suitable) => {
    expect(isSuitable(version, openSearchLines[line])).toBe(suitable);
  });
});
