export { diffText } from './diff.ts';
export { createSampleRunner, type SampleResult, type SampleRunner } from './run-sample.ts';
export { findSamples, readExpected, type Sample, writeExpected } from './samples.ts';
