export { quotedDigits } from './md5-lanes.ts';
export { RecordDigests } from './record-digests.ts';
