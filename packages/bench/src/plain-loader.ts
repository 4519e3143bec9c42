import { fileSource } from '@siem/decompression';
import { createEnrichment } from '@siem/enrichment';
import { loadBuiltInLogType } from '@siem/log-types';
import { Normalizer } from '@siem/normalizer';
import { loadObject } from '@siem/object-loader';

const requestBytes = 5 * 1024 * 1024;
const requestsInFlight = 2;

/** Bulk requests of 5 MB with the documents that the worker would make of a file, for indexes with a suffix of their own. */
export async function readyMadeRequests(file: string, key: string, geoipDirectory: string): Promise<Buffer[]> {
  const definition = await loadBuiltInLogType('vpcflowlogs');
  const normalizer = new Normalizer(async () => definition, await createEnrichment({ geoipDirectory }), {
    naming: { rotation: 'monthly', time: 'event', zoneOffsetMinutes: 0, suffix: 'plain' },
  });
  const requests: Buffer[] = [];
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  const close = () => {
    if (pendingBytes > 0) requests.push(Buffer.concat(pending));
    pending = [];
    pendingBytes = 0;
  };
  await loadObject(
    { bucket: 'bench', key, source: await fileSource(file), logType: definition },
    {
      normalize: (task) => normalizer.normalize(task),
      index: async ({ body, actionStarts, sourceStarts }) => {
        for (let i = 0; i < sourceStarts.length; i++) {
          const document = Buffer.from(body.slice(actionStarts[i]!, actionStarts[i + 1]!));
          if (pendingBytes + document.length > requestBytes) close();
          pending.push(document);
          pendingBytes += document.length;
        }
        return { indexed: sourceStarts.length, duplicate: 0, safeForm: 0, rejected: [] };
      },
      deadLetter: async () => {},
      parserVersion: 'bench',
      concurrency: 1,
    },
  );
  close();
  return requests;
}

/** Sends the requests as fast as OpenSearch takes them. @throws Error for any document that is not created */
export async function sendAll(opensearchUrl: string, requests: readonly Buffer[]): Promise<void> {
  const queue = [...requests];
  const sender = async () => {
    for (let body = queue.shift(); body !== undefined; body = queue.shift()) {
      const answer = await fetch(`${opensearchUrl}/_bulk?filter_path=errors`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
        body: new Uint8Array(body),
      });
      const text = await answer.text();
      if (text !== '{"errors":false}') throw new Error(`OpenSearch did not take all: ${answer.status} ${text}`);
    }
  };
  await Promise.all(Array.from({ length: requestsInFlight }, sender));
}
