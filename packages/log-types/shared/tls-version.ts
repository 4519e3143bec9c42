import { textOf } from './json-values.ts';

/** `tls.version`: `1.2` of `TLSv1.2` and `TLS 1.2`. */
export function tlsVersion(protocol: unknown): string | undefined {
  return /^TLS[v ]([\d.]{1,5})$/i.exec(textOf(protocol) ?? '')?.[1];
}
