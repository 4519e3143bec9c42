import { describe, expect, it } from '@jest/globals';
import { countTests } from '../src/run-jest.ts';

describe('the count of a test run', () => {
  it('counts a suite that could not run as a failure', () => {
    const counts = countTests({ numPassedTests: 3, numFailedTests: 1, numRuntimeErrorTestSuites: 2 });

    expect(counts).toEqual({ passed: 3, failed: 3 });
  });

  it('is a failure without a report', () => {
    expect(countTests(undefined)).toEqual({ passed: 0, failed: 1 });
  });
});
