import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { createOpenSearchClient } from '@siem/opensearch-client';

export interface ReadinessDeps {
  sqs: SQSClient;
  queueUrl: string;
  opensearch: ReturnType<typeof createOpenSearchClient>;
}

const timeoutMs = 3_000;

/** Names of the dependencies that do not answer now. */
export async function checkReadiness({ sqs, queueUrl, opensearch }: ReadinessDeps): Promise<string[]> {
  const checks: Record<string, Promise<unknown>> = {
    sqs: sqs.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }), {
      abortSignal: AbortSignal.timeout(timeoutMs),
    }),
    // Serverless collections know the sender but not this path: 404.
    opensearch: opensearch.transport.request(
      { method: 'GET', path: '/' },
      { requestTimeout: timeoutMs, maxRetries: 0, ignore: [404] },
    ),
  };
  const results = await Promise.allSettled(Object.values(checks));
  return Object.keys(checks).filter((_, i) => results[i]!.status === 'rejected');
}
