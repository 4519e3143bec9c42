import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from '@siem/metrics';

/** Answers for load balancers, Fargate and Prometheus: process alive, dependencies reachable, metrics. */
export interface HealthChecks {
  /** Names of dependencies that cannot be reached now; empty: ready. */
  unready(): Promise<string[]>;
}

export async function startHttpServer(
  host: string,
  port: number,
  metrics: Metrics,
  checks: HealthChecks,
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: string, type = 'application/json') => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    };
    if (request.method !== 'GET') answer(405, '{"error":"only GET"}');
    else if (request.url === '/healthz') answer(200, '{"status":"alive"}');
    else if (request.url === '/metrics') answer(200, await metrics.registry.metrics(), metrics.registry.contentType);
    else if (request.url === '/readyz') {
      const unready = await checks.unready();
      answer(
        unready.length === 0 ? 200 : 503,
        JSON.stringify({ status: unready.length === 0 ? 'ready' : 'unready', unready }),
      );
    } else answer(404, '{"error":"not found; known: /healthz /readyz /metrics"}');
  });
  await listen(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new Error(`Cannot listen on ${host}:${port} (SIEM_HTTP_PORT): ${cause.message}`, { cause })),
    );
    server.listen(port, host, resolve);
  });
}
