import { createHash, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { getCACertificates } from 'node:tls';

const password = 'changeit';
const magic = 0xfeedfeed;
const version = 2;
const trustedCertificateTag = 2;

/**
 * Java keeps certificate authorities of its own. Behind a proxy with a company's authority the machine's other programs
 * trust it and Java does not; this writes what they trust as a Java key store.
 *
 * @returns the JVM arguments that use it
 * @see the "JKS" format of sun.security.provider.JavaKeyStore: header, entries, SHA-1 over password, a fixed phrase and data
 */
export function writeSystemTrustStore(file: string): string[] {
  const certificates = [...new Set([...getCACertificates('system'), ...getCACertificates('extra')])];
  const body = Buffer.concat([int32(magic), int32(version), int32(certificates.length), ...certificates.map(entry)]);
  const digest = createHash('sha1')
    .update(Buffer.from(password, 'utf16le').swap16())
    .update('Mighty Aphrodite')
    .update(body);
  writeFileSync(file, Buffer.concat([body, digest.digest()]));
  return [
    `-Djavax.net.ssl.trustStore=${file}`,
    `-Djavax.net.ssl.trustStorePassword=${password}`,
    '-Djavax.net.ssl.trustStoreType=JKS',
  ];
}

function entry(pem: string, index: number): Buffer {
  const der = new X509Certificate(pem).raw;
  const createdMs = Buffer.alloc(8);
  createdMs.writeBigInt64BE(BigInt(Date.now()));
  return Buffer.concat([
    int32(trustedCertificateTag),
    text(`system-${index}`),
    createdMs,
    text('X.509'),
    int32(der.length),
    der,
  ]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
