import type { Registry } from 'prom-client';

const maxMetricsPerLine = 100;

/**
 * CloudWatch Embedded Metric Format: lines on standard output that CloudWatch Logs turns into metrics. Counters are
 * reported as the difference since the last report, gauges as they are.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export class EmfReporter {
  private readonly previous = new Map<string, number>();
  private readonly registry: Registry;
  private readonly namespace: string;
  private readonly write: (line: string) => void;

  constructor(registry: Registry, namespace: string, write: (line: string) => void) {
    this.registry = registry;
    this.namespace = namespace;
    this.write = write;
  }

  /** @param timestampMs time that the values belong to */
  async report(timestampMs: number): Promise<void> {
    for (const [dimensions, values] of await this.collect()) {
      const names = [...values.keys()];
      for (let i = 0; i < names.length; i += maxMetricsPerLine) {
        this.write(this.line(timestampMs, JSON.parse(dimensions), values, names.slice(i, i + maxMetricsPerLine)));
      }
    }
  }

  /** Values by their labels (as JSON), then by name. */
  private async collect(): Promise<Map<string, Map<string, number>>> {
    const byLabels = new Map<string, Map<string, number>>();
    for (const metric of await this.registry.getMetricsAsJSON()) {
      const type = String(metric.type);
      if (metric.name.startsWith('siem_process_') || type === 'histogram' || type === 'summary') continue;
      for (const { value, labels } of metric.values) {
        const change = type === 'counter' ? this.difference(`${metric.name}${JSON.stringify(labels)}`, value) : value;
        if (type === 'counter' && change === 0) continue;
        const key = JSON.stringify(labels);
        const values = byLabels.get(key) ?? new Map<string, number>();
        byLabels.set(key, values.set(metric.name, change));
      }
    }
    return byLabels;
  }

  private difference(key: string, value: number): number {
    const change = value - (this.previous.get(key) ?? 0);
    this.previous.set(key, value);
    return change;
  }

  private line(
    timestampMs: number,
    labels: Record<string, string | number>,
    values: ReadonlyMap<string, number>,
    names: readonly string[],
  ): string {
    const metrics = names.map((Name) => ({ Name, Unit: unitOf(Name) }));
    const definition = { Namespace: this.namespace, Dimensions: [Object.keys(labels)], Metrics: metrics };
    const members = Object.fromEntries(names.map((name) => [name, values.get(name)]));
    return JSON.stringify({ _aws: { Timestamp: timestampMs, CloudWatchMetrics: [definition] }, ...labels, ...members });
  }
}

function unitOf(name: string): string {
  if (name.includes('_bytes')) return 'Bytes';
  return name.includes('_seconds') ? 'Seconds' : 'Count';
}
