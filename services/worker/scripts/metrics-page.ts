import { writeFileSync } from 'node:fs';
import { Metrics } from '@siem/metrics';
import { bulkMetrics } from '../src/bulk-metrics.ts';

interface Described {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly labelNames?: readonly string[];
}

/** docs/metrics.md: `node services/worker/scripts/metrics-page.ts` writes it, a test compares. */
export function metricsPage(): string {
  const metrics = new Metrics();
  bulkMetrics(metrics);
  const own = (metrics.registry.getMetricsAsArray() as unknown as Described[])
    .filter(({ name }) => !name.startsWith('siem_process_'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const rows = own.map(({ name, type, help, labelNames = [] }) => {
    const labels = labelNames.map((label) => `\`${label}\``).join(', ');
    return `| \`${name}\` | ${type} | ${labels} | ${help.replaceAll('|', '\\|')} |`;
  });
  return `# Metrics

What a worker measures. Prometheus reads it from \`/metrics\`; \`SIEM_EMF=true\` writes it to standard output as CloudWatch's
Embedded Metric Format (namespace \`SIEM_EMF_NAMESPACE\`, which Terraform sets to \`SIEM/<name>\`; one dimension a label; counters as
the difference since the last line; no histograms); where \`OTEL_EXPORTER_OTLP_ENDPOINT\` names a collector it goes there as OpenTelemetry. Names are the same everywhere.

| name | type | labels | meaning |
|---|---|---|---|
${rows.join('\n')}

Beside these stand the process' own, \`siem_process_*\`: memory, CPU, event loop, open files, garbage collection.

What to watch: \`siem_ledger_imbalance_total\` must stay 0; \`siem_records_total{state="dead_lettered"}\` should;
\`siem_bulk_state\` above 0 says that OpenSearch holds the worker back, \`siem_s3_away\` that S3 does; \`siem_delivery_lag_seconds\` is what people wait.
Terraform's \`observability\` module has alarms on them.
`;
}

if (import.meta.main) writeFileSync(new URL('../../../docs/metrics.md', import.meta.url), metricsPage());
