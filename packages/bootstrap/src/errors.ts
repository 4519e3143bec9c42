export type BootstrapErrorCode =
  | 'SIEM_BOOTSTRAP_UNREACHABLE'
  | 'SIEM_BOOTSTRAP_CREDENTIALS'
  | 'SIEM_BOOTSTRAP_VERSION'
  | 'SIEM_BOOTSTRAP_READ_ONLY'
  | 'SIEM_BOOTSTRAP_CLASH'
  | 'SIEM_BOOTSTRAP_REFUSED'
  | 'SIEM_BOOTSTRAP_CONFIGURATION';

/** Stop: what the operator has to do stands in the message. */
export class BootstrapError extends Error {
  readonly code: BootstrapErrorCode;

  constructor(code: BootstrapErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BootstrapError';
    this.code = code;
  }
}

/** Go on without: the cluster has no such plugin, or does not let us use it. */
export class PluginUnavailableError extends Error {
  readonly code = 'SIEM_BOOTSTRAP_PLUGIN';
  readonly plugin: string;

  constructor(plugin: string, reason: string) {
    super(reason);
    this.name = 'PluginUnavailableError';
    this.plugin = plugin;
  }
}
