import { textOf } from './json-values.ts';

/** What load balancers and CloudFront say of the certificate that a client showed. Absent: not there. */
export interface ClientCertificate {
  notBefore?: string | undefined;
  notAfter?: string | undefined;
  commonName?: string | undefined;
}

/** `NotBefore=2025-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z` */
const validityForm = /^NotBefore=([^;]{1,40});NotAfter=([^;]{1,40})$/;

export function clientCertificate(subject: unknown, validity: unknown): ClientCertificate {
  const [, notBefore, notAfter] = validityForm.exec(textOf(validity) ?? '') ?? [];
  return { notBefore, notAfter, commonName: commonName(textOf(subject)) };
}

/** `CN=amazondomains.com,O=endEntity` -> the first CN. A comma inside a value is escaped. */
function commonName(subject: string | undefined): string | undefined {
  const name = /(?:^|,)\s?CN=((?:[^,\\]|\\.){1,256})/.exec(subject ?? '')?.[1];
  return name?.replace(/\\(.)/g, '$1');
}

export interface VerifyStatus {
  eventType: string[];
  outcome?: string;
  reason?: string | undefined;
}

/** `Success`, or `Failed:ClientCertExpired`. Where no certificate is asked for, there is none. */
export function verifyStatus(status: unknown): VerifyStatus {
  const text = textOf(status);
  if (text === undefined) return { eventType: ['connection'] };
  const failed = text.startsWith('Failed');
  return {
    eventType: failed ? ['connection', 'denied'] : ['connection', 'allowed'],
    outcome: failed ? 'failure' : 'success',
    reason: failed ? textOf(text.slice(7)) : undefined,
  };
}
