/** The object that a notification names. */
export interface S3ObjectReference {
  bucket: string;
  /** Decoded. */
  key: string;
  versionId?: string;
  /** Stored bytes, where the notification says. */
  sizeBytes?: number;
  /** Of the content that `sizeBytes` is about, without quotes. */
  etag?: string;
  region?: string;
  /** ISO 8601: when S3 wrote the object. */
  eventTime?: string;
}

/** The body is no notification that is known. The message goes back and ends in the dead-letter queue. */
export class NotificationError extends Error {
  readonly code = 'NOTIFICATION';

  constructor(found: string, options?: ErrorOptions) {
    super(
      `Message body is no S3 notification: ${found}; right is an S3 event, one inside SNS, or EventBridge's "Object Created"`,
      options,
    );
    this.name = 'NotificationError';
  }
}

type Json = Record<string, unknown>;
const maxNesting = 4;

/**
 * Reads what SQS delivers: S3 events, the same inside SNS, EventBridge "Object Created", CloudTrail's own SNS messages,
 * and messages in the short form `{"s3":{"bucket":{"name"},"object":{"key"}}}` that backfills write. `s3:TestEvent` and
 * events other than creations name no object.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 * @throws NotificationError
 */
export function readNotification(body: string): S3ObjectReference[] {
  return readValue(parse(body), 0);
}

function parse(text: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new NotificationError('it is no JSON', { cause });
  }
  if (!isObject(value)) throw new NotificationError(`it is ${Array.isArray(value) ? 'an array' : typeof value}`);
  return value;
}

function readValue(value: Json, depth: number): S3ObjectReference[] {
  if (depth > maxNesting) throw new NotificationError(`it is wrapped more than ${maxNesting} times`);
  if (value['Event'] === 's3:TestEvent') return [];
  if (Array.isArray(value['Records'])) return value['Records'].flatMap((record) => readRecord(record, depth));
  if (typeof value['detail-type'] === 'string' && isObject(value['detail']))
    return readEventBridge(value, value['detail']);
  if (typeof value['Message'] === 'string') return readValue(parse(value['Message']), depth + 1);
  if (typeof value['s3Bucket'] === 'string') return readCloudTrail(value);
  if (isObject(value['s3'])) return [readS3(value, value['s3'])];
  throw new NotificationError(`its members are ${Object.keys(value).slice(0, 5).join(', ') || 'none'}`);
}

function readRecord(record: unknown, depth: number): S3ObjectReference[] {
  if (!isObject(record)) throw new NotificationError('a record is no object');
  const sns = record['Sns'] ?? record['sns'];
  if (isObject(sns) && typeof sns['Message'] === 'string') return readValue(parse(sns['Message']), depth + 1);
  const eventName = record['eventName'];
  if (typeof eventName === 'string' && !eventName.includes('ObjectCreated')) return [];
  if (!isObject(record['s3'])) throw new NotificationError('a record has no member "s3"');
  return [readS3(record, record['s3'])];
}

function readS3(record: Json, s3: Json): S3ObjectReference {
  const bucket = isObject(s3['bucket']) ? s3['bucket']['name'] : undefined;
  const object = isObject(s3['object']) ? s3['object'] : {};
  return reference(
    bucket,
    typeof object['key'] === 'string' ? decodeKey(object['key']) : undefined,
    object['versionId'],
    object['size'],
    object['eTag'],
    record['awsRegion'],
    record['eventTime'],
  );
}

/** EventBridge does not encode keys. */
function readEventBridge(event: Json, detail: Json): S3ObjectReference[] {
  if (event['detail-type'] !== 'Object Created') return [];
  const bucket = isObject(detail['bucket']) ? detail['bucket']['name'] : undefined;
  const object = isObject(detail['object']) ? detail['object'] : {};
  const { key, size, etag } = object;
  return [reference(bucket, key, object['version-id'], size, etag, event['region'], event['time'])];
}

function readCloudTrail(value: Json): S3ObjectReference[] {
  const keys = Array.isArray(value['s3ObjectKey']) ? value['s3ObjectKey'] : [value['s3ObjectKey']];
  return keys.map((key) => reference(value['s3Bucket'], key));
}

function reference(
  bucket: unknown,
  key: unknown,
  versionId?: unknown,
  size?: unknown,
  etag?: unknown,
  region?: unknown,
  eventTime?: unknown,
): S3ObjectReference {
  if (typeof bucket !== 'string' || bucket === '') throw new NotificationError('it names no bucket');
  if (typeof key !== 'string' || key === '') throw new NotificationError('it names no key');
  const found: S3ObjectReference = { bucket, key };
  if (typeof versionId === 'string' && versionId !== '' && versionId !== 'null') found.versionId = versionId;
  if (typeof size === 'number') found.sizeBytes = size;
  if (typeof etag === 'string' && etag !== '') found.etag = etag.replaceAll('"', '');
  if (typeof region === 'string') found.region = region;
  if (typeof eventTime === 'string') found.eventTime = eventTime;
  return found;
}

/** S3 writes keys as in forms: `+` for a space, percent escapes of UTF-8. What is no valid escape stays. */
function decodeKey(key: string): string {
  const spaced = key.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    // A key with a bare percent sign, from a sender that does not encode.
    return spaced;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
