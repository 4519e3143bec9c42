import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { getCACertificates } from 'node:tls';
import { afterAll, describe, expect, it } from '@jest/globals';
import { javaHomes } from '../../src/embedded/java.ts';
import { writeSystemTrustStore } from '../../src/embedded/java-trust-store.ts';
import { tryCommand } from '../../src/run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'siem-trust-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the trust store for Java', () => {
  it("holds the machine's certificates in a form that Java reads", async () => {
    // Prepare
    const file = join(folder, 'trust.jks');
    const [home] = javaHomes();

    // Act
    const javaArguments = writeSystemTrustStore(file);
    const keytool = join(home ?? dirname(file), 'bin', 'keytool');
    const listed = await tryCommand(keytool, ['-list', '-keystore', file, '-storepass', 'changeit'], {
      env: { LC_ALL: 'C' },
    });

    // Assess
    expect(javaArguments).toContain(`-Djavax.net.ssl.trustStore=${file}`);
    if (listed.code === 127) return; // no JDK on this machine; Maven would bring one
    const count = new Set([...getCACertificates('system'), ...getCACertificates('extra')]).size;
    expect(listed.output.match(/trustedCertEntry/g) ?? []).toHaveLength(count);
  });
});
