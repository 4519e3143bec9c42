import { createEnrichment, type EnrichmentOptions } from '@siem/enrichment';
import type { LogTypeDefinition } from '@siem/log-type';
import { loadBuiltInLogType } from '@siem/log-types';
import { Normalizer, type NormalizerOptions } from '@siem/normalizer';

/** What every thread, and the quarantine's process, is started with. */
export interface ThreadOptions {
  enrichment: EnrichmentOptions;
  normalizer: NormalizerOptions;
  /** URLs of modules that export a log type by default, besides the built-in ones. */
  definitionModules?: readonly string[];
}

export async function createNormalizer(options: ThreadOptions): Promise<Normalizer> {
  const own = await loadDefinitionModules(options.definitionModules);
  const load = async (name: string) => own.find((definition) => definition.name === name) ?? loadBuiltInLogType(name);
  return new Normalizer(load, await createEnrichment(options.enrichment), options.normalizer);
}

export async function loadDefinitionModules(urls: readonly string[] = []): Promise<LogTypeDefinition[]> {
  const modules = await Promise.all(urls.map((url) => import(url) as Promise<{ default: LogTypeDefinition }>));
  return modules.map((module) => module.default);
}
