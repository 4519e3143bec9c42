import { ObjectDeniedError, ObjectGoneError, ObjectRetryError, ObjectStoreError, type S3ObjectRef } from './errors.ts';

/** What the SDK tells about a failed request. */
interface SdkFailure {
  name?: string;
  message?: string;
  code?: string;
  $metadata?: { httpStatusCode?: number };
  $response?: { headers?: Record<string, string | undefined> };
  Region?: string;
}

const throttling = new Set([
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'TooManyRequests',
  'RequestLimitExceeded',
]);
const credentials = new Set([
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidToken',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
]);
const wrongRegion = new Set([
  'PermanentRedirect',
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
]);

/** The failure as the error that says what to do. */
export function asObjectStoreError(error: unknown, object: S3ObjectRef): ObjectStoreError {
  if (error instanceof ObjectStoreError) return error;
  const failure = error as SdkFailure;
  const name = failure.name ?? '';
  const status = failure.$metadata?.httpStatusCode;
  const said = `${name || 'Error'}${status === undefined ? '' : ` (${status})`}: ${failure.message ?? ''}`;
  return (
    gone(name, status, object, said, error) ??
    denied(failure, name, status, object, said, error) ??
    retry(name, status, object, said, error)
  );
}

function gone(name: string, status: number | undefined, object: S3ObjectRef, said: string, cause: unknown) {
  if (name === 'NoSuchBucket') return new ObjectGoneError('bucket_not_found', object, said, cause);
  // Not the status: S3 says why, and a 404 without that comes from something else on the way.
  const isGone = name === 'NoSuchKey' || name === 'NoSuchVersion' || (name === 'MethodNotAllowed' && status === 405);
  return isGone ? new ObjectGoneError('not_found', object, said, cause) : undefined;
}

function denied(
  failure: SdkFailure,
  name: string,
  status: number | undefined,
  object: S3ObjectRef,
  said: string,
  cause: unknown,
) {
  if (isWrongRegion(failure)) return new ObjectDeniedError('wrong_region', object, said, cause);
  if (name === 'InvalidObjectState') return new ObjectDeniedError('archived', object, said, cause);
  if (credentials.has(name)) return new ObjectDeniedError('credentials', object, said, cause);
  if (name.startsWith('KMS.') || (status === 403 && /\bkms:/i.test(failure.message ?? ''))) {
    return new ObjectDeniedError('kms_denied', object, said, cause);
  }
  return status === 403 || status === 401 ? new ObjectDeniedError('access_denied', object, said, cause) : undefined;
}

function retry(name: string, status: number | undefined, object: S3ObjectRef, said: string, cause: unknown) {
  if (throttling.has(name) || status === 503 || status === 429) {
    return new ObjectRetryError('throttled', object, said, cause);
  }
  if (status === 412 || status === 416) {
    return new ObjectRetryError('changed', object, `It was overwritten while it was read. ${said}`, cause);
  }
  if (status !== undefined && status >= 500) return new ObjectRetryError('server_error', object, said, cause);
  // Without a status, or with one that promised success, nothing but the connection can have failed.
  const isNetwork = status === undefined || status < 300;
  return new ObjectRetryError(isNetwork ? 'network' : 'unknown', object, said, cause);
}

export function isWrongRegion(error: unknown): boolean {
  const failure = error as SdkFailure;
  return failure.$metadata?.httpStatusCode === 301 || wrongRegion.has(failure.name ?? '');
}

/** S3 names the right region where it refuses the wrong one. */
export function regionNamedIn(error: unknown): string | undefined {
  const failure = error as SdkFailure;
  const inMessage = /expecting '([a-z0-9-]+)'/.exec(failure.message ?? '')?.[1];
  return failure.$response?.headers?.['x-amz-bucket-region'] ?? failure.Region ?? inMessage;
}
