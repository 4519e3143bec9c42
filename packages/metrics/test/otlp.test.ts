import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isOtlpWanted, Metrics, startOtlp } from '../src/index.ts';

interface Export {
  resourceMetrics: {
    resource: { attributes: { key: string; value: { stringValue?: string } }[] };
    scopeMetrics: { metrics: Record<string, never>[] }[];
  }[];
}

let collector: Server;
let received: { path: string; body: Export }[];

beforeEach(async () => {
  received = [];
  collector = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    received.push({ path: request.url ?? '', body: JSON.parse(Buffer.concat(pieces).toString()) as Export });
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
});

afterEach(async () => {
  delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  await new Promise((resolve) => collector.close(resolve));
});

describe('metrics by OpenTelemetry', () => {
  it('reach the collector that the environment names: sums, gauges and histograms', async () => {
    // Prepare
    const metrics = new Metrics();
    metrics.records.inc({ log_type: 'alb', state: 'indexed' }, 7);
    metrics.bytesInFlight.set(42);
    for (const seconds of [0.02, 0.02, 400]) metrics.objectSeconds.observe(seconds);

    // Act
    await startOtlp(metrics.registry, { version: '1.2.3', intervalMs: 600_000 }).stop();

    // Assess
    const [{ path, body }] = received as [{ path: string; body: Export }];
    expect(path).toBe('/v1/metrics');
    const [{ resource, scopeMetrics }] = body.resourceMetrics as [Export['resourceMetrics'][number]];
    const version = resource.attributes.find(({ key }) => key === 'service.version');
    expect(version?.value.stringValue).toBe('1.2.3');
    const byName = new Map(scopeMetrics.flatMap((scope) => scope.metrics).map((metric) => [metric['name'], metric]));
    expect(byName.get('siem_records_total' as never)).toMatchObject({
      sum: { isMonotonic: true, aggregationTemporality: 2, dataPoints: [{ asDouble: 7 }] },
    });
    expect(byName.get('siem_bytes_in_flight' as never)).toMatchObject({
      unit: 'By',
      gauge: { dataPoints: [{ asDouble: 42 }] },
    });
    const histogram = byName.get('siem_object_duration_seconds' as never) as unknown as {
      histogram: { dataPoints: { count: number; sum: number; bucketCounts: number[]; explicitBounds: number[] }[] };
    };
    const [point] = histogram.histogram.dataPoints;
    expect(point).toMatchObject({ count: 3 });
    expect(point!.bucketCounts).toHaveLength(point!.explicitBounds.length + 1);
    expect([point!.bucketCounts[1], point!.bucketCounts.at(-1)]).toEqual([2, 1]);
  });

  it('are sent only where a place is named, and a collector that is gone holds nothing up', async () => {
    expect(isOtlpWanted({})).toBe(false);
    expect(isOtlpWanted({ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://c' })).toBe(true);
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = 'http://127.0.0.1:1';
    await startOtlp(new Metrics().registry, { version: '1', intervalMs: 200 }).stop();
  });
});
