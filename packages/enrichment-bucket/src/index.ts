export { BucketMirror, enrichmentFolders, type MirrorResult } from './bucket-mirror.ts';
