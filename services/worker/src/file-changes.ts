import type { EnrichmentChange } from '@siem/enrichment';
import type { Metrics } from '@siem/metrics';
import type { Logger } from 'pino';

type Kind = 'exclusions' | 'detections' | 'log_types' | EnrichmentChange['of'];

/** Logs and counts that files which the worker reads while it runs have changed, or are wrong. */
export class FileChanges {
  private readonly metrics: Metrics;
  private readonly logger: Logger;
  /** By kind: what the threads said last, each for itself. */
  private readonly lastSaid = new Map<Kind, string>();

  constructor(metrics: Metrics, logger: Logger) {
    this.metrics = metrics;
    this.logger = logger;
  }

  /** @returns what is called at a change of such files, with an error where they are wrong */
  of(kind: Kind): (error?: Error) => void {
    return (error) => {
      if (error === undefined) this.logger.info({ event: `${kind}_changed` }, 'what the files say now is used');
      else this.wrong(kind, error.message, 'what was read before stays in use');
    };
  }

  /** Every thread reads the files and looks again and again; what several say is logged once. */
  enrichment({ of, version, problem }: EnrichmentChange): void {
    const said = JSON.stringify([version, problem]);
    if (this.lastSaid.get(of) === said) return;
    this.lastSaid.set(of, said);
    if (problem === undefined) this.of(of)();
    else this.wrong(of, problem, 'what can be read, and else what was read before, is in use');
  }

  private wrong(kind: Kind, reason: string, message: string): void {
    this.metrics.errors.inc({ stage: 'configuration', code: kind });
    this.logger.error({ event: `${kind}_wrong`, reason }, message);
  }
}
