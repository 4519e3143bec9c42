import { describe, expect, it } from '@jest/globals';
import { readSample, type Sample, trendsOf } from '../src/soak/samples.ts';

const sampleAt = (seconds: number, rssMib: number): Sample => ({
  seconds,
  records: 0,
  values: { rssMib, heapMib: 50, handles: 40, eventLoopDelayMs: 12 },
});

describe('a soak', () => {
  it('reads its measures from the metrics of a worker', () => {
    const text = [
      '# HELP siem_process_resident_memory_bytes x',
      'siem_process_resident_memory_bytes 104857600',
      'siem_process_nodejs_eventloop_lag_p90_seconds 0.0125',
      'siem_records_total{log_type="alb",state="indexed"} 40',
      'siem_records_total{log_type="vpcflowlogs",state="duplicate"} 2',
    ].join('\n');

    expect(readSample(text, 7)).toMatchObject({
      seconds: 7,
      records: 42,
      values: { rssMib: 100, eventLoopDelayMs: 12.5 },
    });
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
