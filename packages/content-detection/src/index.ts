export { type Candidate, type Detection, detectLogType } from './detect.ts';
