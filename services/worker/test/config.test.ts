import { describe, expect, it } from '@jest/globals';
import { type ConfigurationError, readPlacing, readWorkerConfig } from '../src/config.ts';

const right = {
  SIEM_QUEUE_URL: 'http://127.0.0.1:4566/0/q',
  SIEM_DEAD_LETTER_BUCKET: 'dead',
  OPENSEARCH_URL: 'http://127.0.0.1:9200',
};

function problemsOf(environment: NodeJS.ProcessEnv): readonly string[] {
  try {
    readWorkerConfig(environment);
  } catch (error) {
    return (error as ConfigurationError).problems;
  }
  return [];
}

describe('the worker configuration', () => {
  it('has a default for everything that is not required', () => {
    expect(readWorkerConfig(right)).toMatchObject({
      SIEM_INDEX_ROTATION: 'monthly',
      SIEM_CHUNK_BYTES: 1048576,
      SIEM_EMF: false,
    });
  });

  it('names every variable that is wrong at once, with what was found and what is right', () => {
    const problems = problemsOf({
      ...right,
      SIEM_QUEUE_URL: 'queue',
      SIEM_THREADS: '0',
      SIEM_INDEX_ROTATION: 'hourly',
      SIEM_INDEX_ZONE: 'JST',
      SIEM_DEAD_LETTER_BUCKET: '',
      OPENSEARCH_URL: 'nope',
    });
    expect(problems).toEqual(
      expect.arrayContaining([
        expect.stringContaining("SIEM_QUEUE_URL is 'queue'; it must be a URL"),
        expect.stringContaining("SIEM_THREADS is '0'; it must be between 1 and 64 threads"),
        expect.stringContaining("SIEM_INDEX_ROTATION is 'hourly'; it must be one of auto, daily"),
        expect.stringContaining("SIEM_INDEX_ZONE is 'JST'"),
        expect.stringContaining('SIEM_DEAD_LETTER_BUCKET is not set'),
        expect.stringContaining('OPENSEARCH_URL'),
      ]),
    );
  });

  it('takes exactly the numbers that its messages allow', () => {
    for (const value of ['1', '64']) expect(problemsOf({ ...right, SIEM_THREADS: value })).toEqual([]);
    for (const value of ['0', '65', '1.5', '-1', 'x'])
      expect(problemsOf({ ...right, SIEM_THREADS: value })).toHaveLength(1);
  });

  it('takes a namespace of CloudWatch that is its own to use', () => {
    expect(readWorkerConfig({ ...right, SIEM_EMF_NAMESPACE: 'SIEM/second' }).SIEM_EMF_NAMESPACE).toBe('SIEM/second');
    for (const value of ['AWS/SIEM', 'SIEM second', 'x'.repeat(256)])
      expect(problemsOf({ ...right, SIEM_EMF_NAMESPACE: value })).toHaveLength(1);
  });

  it('refuses variables that it does not know and settings that contradict each other', () => {
    expect(problemsOf({ ...right, SIEM_TREADS: '2' })[0]).toContain('SIEM_TREADS is not known');
    expect(problemsOf({ ...right, SIEM_CHUNK_BYTES: '2097152', SIEM_MAX_RECORD_BYTES: '1048576' })[0]).toContain(
      'SIEM_CHUNK_BYTES (2097152) must not be larger than SIEM_MAX_RECORD_BYTES (1048576)',
    );
  });

  it('does not show secrets', () => {
    const problems = problemsOf({
      ...right,
      OPENSEARCH_URL: 'https://user:hunter2@example.com',
      SIEM_OPENSEARCH_PASSWORD: 'hunter2',
    });
    expect(problems.join()).not.toContain('hunter2');
  });
});

describe('where documents go', () => {
  it('is read without the rest of the configuration, for those who write besides the worker', () => {
    const environment = {
      SIEM_INDEX_ROTATION: 'daily',
      SIEM_INDEX_ZONE: '-03:30',
      SIEM_INDEX_SUFFIX: 'blue',
      SIEM_MAX_FUTURE_SECONDS: '60',
    };
    expect(readPlacing(environment)).toEqual({
      naming: { rotation: 'daily', time: 'event', zoneOffsetMinutes: -210, suffix: 'blue' },
      maxFutureMs: 60_000,
    });
    expect(() => readPlacing({ SIEM_INDEX_ZONE: 'JST' })).toThrow("SIEM_INDEX_ZONE is 'JST'");
  });
});
