import { loadCustomLogTypes } from '@siem/custom-log-types';
import { type DetectionOptions, openDetections } from '@siem/detection';
import { createEnrichment, type EnrichmentOptions } from '@siem/enrichment';
import { type ExclusionOptions, openExclusions } from '@siem/exclusion';
import type { LogTypeDefinition } from '@siem/log-type';
import { loadBuiltInLogType } from '@siem/log-types';
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
}

export async function createNormalizer(options: ThreadOptions): Promise<Normalizer> {
  const own = await loadOwnLogTypes(options);
  const load = async (name: string) => own.find((definition) => definition.name === name) ?? loadBuiltInLogType(name);
  return new Normalizer(load, await createEnrichment(options.enrichment), {
    ...options.normalizer,
    exclusions: openExclusions(options.exclusion),
    detections: openDetections(options.detection),
  });
}

/** What takes the place of a built-in log type or stands beside them. @throws DefinitionFileError */
export async function loadOwnLogTypes({
  definitionModules,
  customDirectory,
}: Pick<ThreadOptions, 'definitionModules' | 'customDirectory'>): Promise<LogTypeDefinition[]> {
  const custom = customDirectory === undefined ? [] : await loadCustomLogTypes(customDirectory);
  return [...(await loadDefinitionModules(definitionModules)), ...custom];
}

async function loadDefinitionModules(urls: readonly string[] = []): Promise<LogTypeDefinition[]> {
  const modules = await Promise.all(urls.map((url) => import(url) as Promise<{ default: LogTypeDefinition }>));
  return modules.map((module) => module.default);
}
