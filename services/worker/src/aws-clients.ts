import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { userAgent } from './version.ts';

const connectionTimeoutMs = 5_000;
/** Of silence. Longer than a long poll; without it, a connection that broke without a sign would be waited for for ever. */
const silenceTimeoutMs = 30_000;

/** Clients for the queue and for writing; objects are read with S3Clients. @param silenceMs of a server, then the request fails */
export function awsClients(silenceMs = silenceTimeoutMs): { s3: S3Client; sqs: SQSClient } {
  const requestHandler = { connectionTimeout: connectionTimeoutMs, socketTimeout: silenceMs };
  return {
    s3: new S3Client({ forcePathStyle: true, customUserAgent: userAgent, requestHandler }),
    sqs: new SQSClient({ customUserAgent: userAgent, requestHandler }),
  };
}
