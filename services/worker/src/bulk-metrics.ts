import { type BulkIndexerMetrics, bulkCounters, bulkGauges, bulkHistograms } from '@siem/bulk-indexer';
import type { Metrics } from '@siem/metrics';

/** The bulk indexer's numbers in the worker's registry. */
export function bulkMetrics(metrics: Metrics): BulkIndexerMetrics {
  const names = Object.keys as <T extends object>(object: T) => (keyof T)[];
  const counters = new Map(
    names(bulkCounters).map((name) => [
      name,
      metrics.counter(name, bulkCounters[name].help, bulkCounters[name].labels),
    ]),
  );
  const gauges = new Map(names(bulkGauges).map((name) => [name, metrics.gauge(name, bulkGauges[name])]));
  const histograms = new Map(
    names(bulkHistograms).map((name) => [name, metrics.histogram(name, bulkHistograms[name])]),
  );
  return {
    count: (name, amount, labels) => counters.get(name)!.inc(labels as never, amount),
    gauge: (name, value) => gauges.get(name)!.set(value),
    observe: (name, value) => histograms.get(name)!.observe(value),
  };
}
