import { type HrTime, ValueType } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  type CollectionResult,
  DataPointType,
  MeterProvider,
  type MetricData,
  type MetricProducer,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import type { MetricObjectWithValues, MetricValue, MetricValueWithName, Registry } from 'prom-client';

export interface OtlpOptions {
  /** Of this service, as `service.version`. */
  version: string;
  intervalMs: number;
}

/**
 * Sends the registry's metrics to an OpenTelemetry collector (OTLP over HTTP); where to and with what headers the
 * standard's own variables say, such as OTEL_EXPORTER_OTLP_ENDPOINT.
 * @see https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 */
export function startOtlp(registry: Registry, { version, intervalMs }: OtlpOptions): { stop(): Promise<void> } {
  const reader = new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter(),
    exportIntervalMillis: intervalMs,
    exportTimeoutMillis: Math.min(intervalMs, 30_000),
    metricProducers: [new RegistryProducer(registry)],
  });
  const resource = resourceFromAttributes({
    'service.name': process.env['OTEL_SERVICE_NAME'] ?? 'siem-worker',
    'service.version': version,
  });
  const provider = new MeterProvider({ resource, readers: [reader] });
  return {
    async stop() {
      // The last values count; a collector that is gone must not hold up the stop.
      await provider.shutdown({ timeoutMillis: lastSendMs }).catch(() => {});
    },
  };
}

const lastSendMs = 2_000;

/** What the environment says: a place to send to is named. */
export function isOtlpWanted(environment: NodeJS.ProcessEnv): boolean {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: all, OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: metrics } = environment;
  return (all ?? '') !== '' || (metrics ?? '') !== '';
}

/** The registry's metrics as OpenTelemetry has them: sums since the start, gauges, histograms. */
class RegistryProducer implements MetricProducer {
  private readonly registry: Registry;
  private readonly startTime = hrTime(Date.now());

  constructor(registry: Registry) {
    this.registry = registry;
  }

  async collect(): Promise<CollectionResult> {
    const endTime = hrTime(Date.now());
    const metrics = await this.registry.getMetricsAsJSON();
    return {
      resourceMetrics: {
        resource: resourceFromAttributes({}),
        scopeMetrics: [
          { scope: { name: 'siem' }, metrics: metrics.flatMap((metric) => this.convert(metric as never, endTime)) },
        ],
      },
      errors: [],
    };
  }

  private convert(metric: MetricObjectWithValues<MetricValue<string>>, endTime: HrTime): MetricData[] {
    const { name, help, values } = metric;
    const descriptor = { name, description: help, unit: unitOf(name), valueType: ValueType.DOUBLE };
    const times = { startTime: this.startTime, endTime };
    const points = values.map(({ labels, value }) => ({ ...times, attributes: { ...labels }, value }));
    const aggregationTemporality = AggregationTemporality.CUMULATIVE;
    switch (String(metric.type)) {
      case 'counter':
        return [
          {
            descriptor,
            aggregationTemporality,
            dataPointType: DataPointType.SUM,
            isMonotonic: true,
            dataPoints: points,
          },
        ];
      case 'gauge':
        return [{ descriptor, aggregationTemporality, dataPointType: DataPointType.GAUGE, dataPoints: points }];
      case 'histogram': {
        const dataPoints = histogramPoints(values as MetricValueWithName<string>[]).map((point) => ({
          ...times,
          ...point,
        }));
        return [{ descriptor, aggregationTemporality, dataPointType: DataPointType.HISTOGRAM, dataPoints }];
      }
      default:
        return [];
    }
  }
}

/** Prometheus counts all that is smaller, OpenTelemetry what lies between two bounds. */
function histogramPoints(values: readonly MetricValueWithName<string>[]) {
  const groups = Map.groupBy(values, ({ labels }) => {
    const { le: _, ...others } = labels as Record<string, string | number>;
    return JSON.stringify(others);
  });
  return [...groups].map(([labels, group]) => {
    const buckets = group.filter(({ metricName }) => metricName?.endsWith('_bucket'));
    const sums = buckets.map(({ value }) => value);
    const numberOf = (ending: string) => group.find(({ metricName }) => metricName?.endsWith(ending))?.value ?? 0;
    const bounds = buckets.map(({ labels: { le } }) => Number(String(le).replace('+Inf', 'Infinity')));
    return {
      attributes: JSON.parse(labels) as Record<string, string>,
      value: {
        buckets: {
          boundaries: bounds.filter(Number.isFinite),
          counts: sums.map((sum, i) => sum - (sums[i - 1] ?? 0)),
        },
        sum: numberOf('_sum'),
        count: numberOf('_count'),
      },
    };
  });
}

function unitOf(name: string): string {
  if (name.includes('_bytes')) return 'By';
  return name.includes('_seconds') ? 's' : '1';
}

function hrTime(epochMs: number): HrTime {
  return [Math.floor(epochMs / 1000), (epochMs % 1000) * 1e6];
}
