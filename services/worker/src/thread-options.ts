import { placingOf, type WorkerConfig } from './config.ts';
import type { ThreadOptions } from './create-normalizer.ts';

/** The part of the configuration that the threads need. */
export function threadOptions(config: WorkerConfig): ThreadOptions {
  const proxies = config.SIEM_TRUSTED_PROXIES?.split(',').map((network) => network.trim());
  return {
    enrichment: {
      ...(config.SIEM_GEOIP_DIR === undefined
        ? {}
        : {
            geoipDirectory: config.SIEM_GEOIP_DIR,
            geoipRefreshMs: config.SIEM_ENRICHMENT_REFRESH_SECONDS * 1000,
          }),
      ...(config.SIEM_THREAT_DIR === undefined
        ? {}
        : { threatDirectory: config.SIEM_THREAT_DIR, threatRefreshMs: config.SIEM_THREAT_REFRESH_SECONDS * 1000 }),
      ...(proxies === undefined ? {} : { trustedProxies: proxies }),
    },
    detection: {
      builtIn: config.SIEM_DETECTION_RULES,
      ...(config.SIEM_DETECTION_DIR === undefined
        ? {}
        : { directory: config.SIEM_DETECTION_DIR, refreshMs: config.SIEM_DETECTION_REFRESH_SECONDS * 1000 }),
    },
    exclusion: {
      keepOwnLogs: !config.SIEM_EXCLUDE_OWN_LOGS,
      ...(config.SIEM_EXCLUSION_DIR === undefined
        ? {}
        : { directory: config.SIEM_EXCLUSION_DIR, refreshMs: config.SIEM_EXCLUSION_REFRESH_SECONDS * 1000 }),
    },
    ...(config.SIEM_CUSTOM_DIR === undefined
      ? {}
      : { customDirectory: config.SIEM_CUSTOM_DIR, customRefreshMs: config.SIEM_CUSTOM_REFRESH_SECONDS * 1000 }),
    normalizer: placingOf(config),
  };
}
