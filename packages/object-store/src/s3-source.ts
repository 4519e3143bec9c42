import { addAbortSignal, type Readable } from 'node:stream';
import { GetObjectCommand, type GetObjectCommandOutput, HeadObjectCommand } from '@aws-sdk/client-s3';
import { ObjectGoneError, ObjectRetryError, type S3ObjectRef } from './errors.ts';
import { type GetRequest, type GetResponse, ResumableSource, type ResumeOptions } from './resumable-source.ts';
import type { S3Clients } from './s3-clients.ts';
import { asObjectStoreError } from './s3-errors.ts';

export interface S3ObjectToRead extends S3ObjectRef {
  /** As the notification says. Without it S3 is asked first. */
  sizeBytes?: number;
  /** Of the content that has this size, without quotes. */
  etag?: string;
}

/**
 * An S3 object as a source of bytes.
 * @throws {ObjectStoreError} here and while reading: ObjectGoneError, ObjectDeniedError or ObjectRetryError
 */
export async function s3Source(
  clients: S3Clients,
  object: S3ObjectToRead,
  options: Partial<ResumeOptions> = {},
): Promise<ResumableSource> {
  const asError = (error: unknown) => asObjectStoreError(error, object);
  const { signal } = options;
  const sizeBytes = object.sizeBytes ?? (await headSize(clients, object, signal));
  return new ResumableSource(
    object,
    sizeBytes,
    { get: (request) => getObject(clients, object, request, signal), asError },
    options,
  );
}

async function headSize(clients: S3Clients, object: S3ObjectRef, abortSignal?: AbortSignal): Promise<number> {
  try {
    const head = await clients.send(object.bucket, (client) =>
      client.send(new HeadObjectCommand(input(object)), { ...(abortSignal && { abortSignal }) }),
    );
    return head.ContentLength ?? 0;
  } catch (error) {
    const failure = asObjectStoreError(error, object);
    // An answer without a body does not say who gave it; that to the read does.
    if (failure instanceof ObjectGoneError || failure.code === 'unknown') return 0;
    throw failure;
  }
}

async function getObject(
  clients: S3Clients,
  object: S3ObjectToRead,
  request: GetRequest,
  abortSignal?: AbortSignal,
): Promise<GetResponse> {
  const { range, etag } = request;
  const command = {
    ...input(object),
    ...(range && { Range: `bytes=${range.start}-${range.end === undefined ? '' : range.end - 1}` }),
    ...(etag !== undefined && { IfMatch: etag }),
  };
  const output = await clients.send(object.bucket, (client) =>
    client.send(new GetObjectCommand(command), { ...(abortSignal && { abortSignal }) }),
  );
  if (abortSignal !== undefined) addAbortSignal(abortSignal, output.Body as Readable);
  const response = {
    body: output.Body as Readable,
    etag: output.ETag,
    storedMs: output.LastModified?.getTime(),
    ...extent(output),
  };
  const doubt = doubtAbout(response, object);
  if (doubt === undefined) return response;
  response.body.destroy();
  throw new ObjectRetryError('server_error', object, doubt);
}

/** A proxy's page, or a part of the object that looks whole, must not be taken for the object. */
function doubtAbout({ etag, objectBytes }: GetResponse, stated: S3ObjectToRead): string | undefined {
  if (etag === undefined) return 'The answer has no ETag, so it is none of S3';
  const isStated = etag.replaceAll('"', '') === stated.etag;
  if (!isStated || stated.sizeBytes === undefined || objectBytes === undefined || objectBytes === stated.sizeBytes)
    return undefined;
  return `The answer has ${objectBytes} bytes, the object with this ETag ${stated.sizeBytes}`;
}

function input({ bucket, key, versionId }: S3ObjectRef) {
  return { Bucket: bucket, Key: key, ...(versionId !== undefined && { VersionId: versionId }) };
}

/** Of a part, S3 says `bytes 100-199/1234`. */
function extent({
  ContentRange,
  ContentLength,
}: GetObjectCommandOutput): Pick<GetResponse, 'objectBytes' | 'firstByte'> {
  const part = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(ContentRange ?? '');
  if (part === null) return { objectBytes: ContentLength, firstByte: 0 };
  const [, first, total] = part;
  return { objectBytes: total === '*' ? undefined : Number(total), firstByte: Number(first) };
}
