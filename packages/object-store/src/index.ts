export {
  type ObjectDeniedCode,
  ObjectDeniedError,
  type ObjectGoneCode,
  ObjectGoneError,
  type ObjectRetryCode,
  ObjectRetryError,
  ObjectStoreError,
  type S3ObjectRef,
} from './errors.ts';
export {
  defaultResumeOptions,
  type GetRequest,
  type GetResponse,
  ResumableSource,
  type ResumeOptions,
  type SourceActions,
} from './resumable-source.ts';
export { S3Clients, type S3ClientsConfig } from './s3-clients.ts';
export { asObjectStoreError } from './s3-errors.ts';
export { type S3ObjectToRead, s3Source } from './s3-source.ts';
