import { CustomDirectory } from '@siem/custom-log-types';
import { type DetectionOptions, openDetections } from '@siem/detection';
import { createEnrichment, type EnrichmentChange, type EnrichmentOptions } from '@siem/enrichment';
import { type ExclusionOptions, openExclusions } from '@siem/exclusion';
import type { LogTypeDefinition } from '@siem/log-type';
import { loadBuiltInLogType, logTypeNames } from '@siem/log-types';
import { Normalizer, type NormalizerOptions } from '@siem/normalizer';

/** What every thread, and the quarantine's process, is started with. */
export interface ThreadOptions {
  enrichment: EnrichmentOptions;
  normalizer: Omit<NormalizerOptions, 'exclusions' | 'detections'>;
  exclusion: ExclusionOptions;
  detection: DetectionOptions;
  /** URLs of modules that export a log type by default, besides the built-in ones. */
  definitionModules?: readonly string[];
  /** Directory with users' own log types. */
  customDirectory?: string;
  /** Time between two looks for changed log types. */
  customRefreshMs?: number;
}

/** @param onEnrichment files of GeoIP or threat intelligence have changed, or cannot be read */
export async function createNormalizer(
  options: ThreadOptions,
  onEnrichment?: (change: EnrichmentChange) => void,
): Promise<Normalizer> {
  const own = await openOwnLogTypes(options);
  const find = (name: string) => own.definitions().find((definition) => definition.name === name);
  const load = async (name: string) => {
    const found = find(name);
    if (found !== undefined || logTypeNames().includes(name)) return found ?? loadBuiltInLogType(name);
    // The main thread has seen a new file sooner.
    await own.refresh();
    return find(name) ?? loadBuiltInLogType(name);
  };
  return new Normalizer(load, await createEnrichment(options.enrichment, onEnrichment), {
    ...options.normalizer,
    exclusions: openExclusions(options.exclusion),
    detections: openDetections(options.detection),
  });
}

/** What takes the place of a built-in log type or stands beside them, as it is at each call. */
export interface OwnLogTypes {
  definitions(): readonly LogTypeDefinition[];
  refresh(): Promise<unknown>;
}

/**
 * @param onChange new log types are used, or cannot be: then the old ones still are
 * @throws DefinitionFileError
 */
export async function openOwnLogTypes(
  { definitionModules, customDirectory, customRefreshMs }: ThreadOptions,
  onChange: (error?: Error) => void = () => {},
): Promise<OwnLogTypes> {
  const modules = await loadDefinitionModules(definitionModules);
  const custom = customDirectory === undefined ? undefined : await CustomDirectory.open(customDirectory);
  if (customRefreshMs !== undefined) custom?.watch(customRefreshMs, onChange);
  return {
    definitions: () => [...modules, ...(custom?.definitions ?? [])],
    refresh: async () => custom?.refresh(),
  };
}

async function loadDefinitionModules(urls: readonly string[] = []): Promise<LogTypeDefinition[]> {
  const modules = await Promise.all(urls.map((url) => import(url) as Promise<{ default: LogTypeDefinition }>));
  return modules.map((module) => module.default);
}
