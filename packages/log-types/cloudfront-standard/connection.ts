import type { Derived, FieldType, Mapping, RawRecord } from '@siem/log-type';
import { clientCertificate, verifyStatus } from '../shared/client-certificate.ts';
import { tlsVersion } from '../shared/tls-version.ts';

/**
 * Connection logs: a record for each TLS handshake with a distribution that asks for client certificates.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/connection-logs.html
 */
export function isConnection(record: RawRecord): boolean {
  return record['connectionStatus'] !== undefined || record['connectionId'] !== undefined;
}

export function connectionFacts(record: RawRecord): Derived {
  const status = verifyStatus(record['connectionStatus']);
  return {
    ...status,
    ...clientCertificate(record['clientLeafCertSubject'], record['clientLeafCertValidity']),
    category: ['network'],
    tlsVersion: tlsVersion(record['tlsProtocol']),
    transport: 'tcp',
    established: status.outcome === 'success',
    nanoseconds: Math.round(Number(record['tlsHandshakeDuration']) * 1e6) || undefined,
  };
}

export const connectionFields: Readonly<Record<string, FieldType>> = {
  clientPort: 'long',
  tlsHandshakeDuration: 'double',
};

/** What only connections have. */
export const connectionEcs: Readonly<Record<string, Mapping>> = {
  'event.reason': '$reason',
  'event.duration': '$nanoseconds',
  'network.transport': '$transport',
  'destination.address': 'serverIp',
  'destination.ip': 'serverIp',
  'tls.client.server_name': 'tlsSni',
  'tls.client.subject': 'clientLeafCertSubject',
  'tls.client.issuer': 'clientLeafCertIssuer',
  'tls.client.not_before': '$notBefore',
  'tls.client.not_after': '$notAfter',
  'tls.client.x509.serial_number': 'clientLeafCertSerialNumber',
  'tls.client.x509.subject.common_name': '$commonName',
  'tls.established': '$established',
  'user.name': '$commonName',
  'related.user': { all: ['$commonName'] },
};
