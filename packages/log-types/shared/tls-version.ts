import { textOf } from './json-values.ts';

let last: { protocol: unknown; version: string | undefined } = { protocol: undefined, version: undefined };

/** `tls.version`: `1.2` of `TLSv1.2` and `TLS 1.2`. Remembers the last one, since clients have few. */
export function tlsVersion(protocol: unknown): string | undefined {
  if (protocol !== last.protocol) {
    last = { protocol, version: /^TLS[v ]([\d.]{1,5})$/i.exec(textOf(protocol) ?? '')?.[1] };
  }
  return last.version;
}
