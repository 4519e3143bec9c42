import { describe, expect, it } from '@jest/globals';
import { Metrics } from '@siem/metrics';
import { readSample, type Sample, trendsOf } from '../src/soak/samples.ts';

const sampleAt = (seconds: number, rssMib: number): Sample => ({
  seconds,
  records: 0,
  values: { rssMib, heapMib: 50, handles: 40, eventLoopDelayMs: 12 },
});

describe('a soak', () => {
  it('reads its measures from the metrics of a worker', async () => {
    // Prepare
    const metrics = new Metrics();
    metrics.records.inc({ log_type: 'alb', state: 'indexed' }, 40);
    metrics.records.inc({ log_type: 'vpcflowlogs', state: 'duplicate' }, 2);

    // Act
    const { seconds, records, values } = readSample(await metrics.registry.metrics(), 7);

    // Assess
    expect({ seconds, records }).toEqual({ seconds: 7, records: 42 });
    expect(values.rssMib).toBeGreaterThan(20);
    expect(values.heapMib).toBeGreaterThan(5);
    expect(values.handles).toBeGreaterThan(2);
  });

  it('does not take a measure that is missing for a flat one', () => {
    expect(() => readSample('siem_process_process_open_fds 40', 0)).toThrow(
      'siem_process_process_resident_memory_bytes',
    );
  });

  it('calls noise flat, and steady growth not', () => {
    const noisy = Array.from({ length: 100 }, (_, i) => sampleAt(i * 36, 400 + (i % 2) * 60));
    const leaking = Array.from({ length: 100 }, (_, i) => sampleAt(i * 36, 400 + i * 2));
    const ofRss = (samples: Sample[]) => trendsOf(samples).find(({ measure }) => measure === 'rssMib');

    expect(ofRss(noisy)).toMatchObject({ isFlat: true });
    expect(ofRss(leaking)).toMatchObject({ isFlat: false });
    expect(ofRss(leaking)?.perHour).toBeCloseTo(200);
  });
});
