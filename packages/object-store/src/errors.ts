/** The S3 object that was asked for. */
export interface S3ObjectRef {
  bucket: string;
  key: string;
  versionId?: string;
}

/** Reading an S3 object failed. The subclass says what to do about it, `code` why. */
export abstract class ObjectStoreError extends Error {
  abstract readonly code: string;
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | undefined;

  constructor(object: S3ObjectRef, message: string, cause?: unknown) {
    const version = object.versionId === undefined ? '' : `?versionId=${object.versionId}`;
    super(`s3://${object.bucket}/${object.key}${version}: ${message}`, cause === undefined ? undefined : { cause });
    this.bucket = object.bucket;
    this.key = object.key;
    this.versionId = object.versionId;
  }
}

export type ObjectGoneCode = 'not_found' | 'bucket_not_found';

/** There is nothing to read and there never will be: the object was deleted before it was read. */
export class ObjectGoneError extends ObjectStoreError {
  override readonly name = 'ObjectGoneError';
  readonly code: ObjectGoneCode;

  constructor(code: ObjectGoneCode, object: S3ObjectRef, message: string, cause?: unknown) {
    super(object, message, cause);
    this.code = code;
  }
}

export type ObjectDeniedCode = 'access_denied' | 'kms_denied' | 'credentials' | 'archived' | 'wrong_region';

/** Somebody has to change a policy, a key, a region or a storage class; then it can be read. */
export class ObjectDeniedError extends ObjectStoreError {
  override readonly name = 'ObjectDeniedError';
  readonly code: ObjectDeniedCode;

  constructor(code: ObjectDeniedCode, object: S3ObjectRef, message: string, cause?: unknown) {
    super(object, message, cause);
    this.code = code;
  }
}

export type ObjectRetryCode = 'throttled' | 'server_error' | 'network' | 'changed' | 'unknown';

/** Retries here are used up; later it may work. `changed`: the object was overwritten while it was read. */
export class ObjectRetryError extends ObjectStoreError {
  override readonly name = 'ObjectRetryError';
  readonly code: ObjectRetryCode;

  constructor(code: ObjectRetryCode, object: S3ObjectRef, message: string, cause?: unknown) {
    super(object, message, cause);
    this.code = code;
  }
}
