/** How requests prove who sends them. Mutual TLS is set in `tls` and goes with any of the three. */
export type OpenSearchAuthentication =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'sigv4'; readonly region: string; readonly service: 'es' | 'aoss' };

export interface OpenSearchTls {
  /** @defaultvalue `true` */
  readonly verify: boolean;
  readonly caFile?: string;
  readonly clientCertificateFile?: string;
  readonly clientKeyFile?: string;
  readonly clientKeyPassphraseFile?: string;
}

export interface OpenSearchConfig {
  /** `http` or `https` URLs without user information. */
  readonly nodes: readonly string[];
  readonly authentication: OpenSearchAuthentication;
  readonly tls: OpenSearchTls;
  readonly requestTimeoutMs: number;
}

/** What may be logged: no password, no key, no passphrase. */
export function describeOpenSearchConfig(config: OpenSearchConfig): Record<string, unknown> {
  const { authentication, tls } = config;
  return {
    nodes: config.nodes,
    authentication:
      authentication.kind === 'basic' ? { kind: 'basic', username: authentication.username } : { ...authentication },
    tls: { ...tls },
    requestTimeoutMs: config.requestTimeoutMs,
  };
}
