import type { IncomingMessage } from 'node:http';
import type { Connection } from '@opensearch-project/opensearch';

type ConnectionClass = typeof Connection;
type RequestParameters = Parameters<Connection['request']>[0];
type RequestCallback = Parameters<Connection['request']>[1];

/**
 * The client's connection with two of its habits corrected (client 3.9.0, `lib/Connection.js`):
 * - It stops watching the clock when the response head has arrived. A server that stalls in the middle of a body
 *   would hold the request for ever; here the same timeout goes on until the body has ended.
 * - It prints errors that follow a response to standard output, which in our processes carries metrics and documents.
 */
export function withBodyTimeout(Base: ConnectionClass): ConnectionClass {
  return class extends Base {
    override request(parameters: RequestParameters, callback: RequestCallback) {
      const request = super.request(parameters, (error: Error | null, response: IncomingMessage | null) => {
        if (response !== null) {
          request.removeAllListeners('error');
          request.on('error', () => {}); // the response's own 'aborted' event reports it
          request.on('timeout', () => request.destroy());
        }
        callback(error, response);
      });
      return request;
    }
  };
}

/**
 * Leaves `content-length` out of the signature. OpenSearch Serverless refuses it as a signed header, and proxies on
 * the way may change it; the body itself is signed by `x-amz-content-sha256`.
 */
export function withoutSignedLength(Base: ConnectionClass): ConnectionClass {
  return class extends Base {
    override buildRequestObject(parameters: Record<string, unknown>) {
      return super.buildRequestObject({ ...parameters, extraHeadersToIgnore: { 'content-length': true } });
    }
  };
}
