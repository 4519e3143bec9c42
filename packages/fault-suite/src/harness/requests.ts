import type { ProxiedRequest } from '@siem/test-support';

export const isBulkRequest = ({ path }: ProxiedRequest): boolean => path.startsWith('/_bulk');

/** Bytes of an object. */
export const isObjectRead = ({ method, operation }: ProxiedRequest): boolean => method === 'GET' && operation === '';

/** Everything to S3: SQS speaks a protocol that names its operation. */
export const isS3Request = ({ operation }: ProxiedRequest): boolean => operation === '';

/** @param action as `DeleteMessage`; its batch form counts too */
export const isSqsRequest =
  (action: string) =>
  ({ operation }: ProxiedRequest): boolean =>
    operation === `AmazonSQS.${action}` || operation === `AmazonSQS.${action}Batch`;
