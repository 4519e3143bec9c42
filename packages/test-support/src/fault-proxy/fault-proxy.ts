import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerBulk, passBulkWithout } from './bulk-exchange.ts';
import { type ActiveFault, type Fault, FaultList, type FaultScope, type ProxiedRequest } from './faults.ts';
import { seededRandom } from './random.ts';
import { cutResponse, passResponse, rewriteResponse, slowResponse, stallResponse, Upstream } from './upstream.ts';

export interface FaultProxyOptions {
  /** The real server, such as `http://127.0.0.1:9200`. */
  readonly target: string;
  /** The same seed hits the same requests, as long as they come in the same order. @defaultvalue `1` */
  readonly seed?: number;
}

/** One request that went through the proxy. */
export interface Exchange {
  readonly request: ProxiedRequest;
  /** What was done to it; `pass` when nothing. */
  readonly fault: Fault['kind'] | 'pass';
  /** Of the answer; undefined until the client got all of it. */
  status: number | undefined;
}

/** Stands in front of a real server; everything passes until a fault is injected. */
export interface FaultProxy {
  readonly url: string;
  /** Every request so far, oldest first. */
  readonly exchanges: readonly Exchange[];
  /** Newest fault first; a request that no fault hits passes. */
  inject(fault: Fault, scope?: FaultScope): ActiveFault;
  /** Removes every fault. Requests that hang are let go. */
  pass(): void;
  /** The same address behind the proxy; for queue URLs, which name their server. */
  through(url: string): string;
  stop(): Promise<void>;
}

export async function startFaultProxy({ target, seed = 1 }: FaultProxyOptions): Promise<FaultProxy> {
  const random = seededRandom(seed);
  const faults = new FaultList(random);
  const upstream = new Upstream(target);
  const exchanges: Exchange[] = [];
  const sockets = new Set<Socket>();
  const hanging = new Set<Socket>();
  const stopping = new AbortController();

  async function handle(incoming: IncomingMessage, response: ServerResponse, socket: Socket): Promise<void> {
    const request = describeRequest(incoming);
    const fault = faults.pick(request);
    const exchange: Exchange = { request, fault: fault?.kind ?? 'pass', status: undefined };
    exchanges.push(exchange);
    response.once('finish', () => {
      exchange.status = response.statusCode;
    });
    switch (fault?.kind) {
      case 'status':
        return answerStatus(incoming, response, fault);
      case 'reset-before':
        return reset(socket);
      case 'hang':
        hanging.add(socket);
        return;
      case 'reset-after':
        await upstream.fetch(incoming);
        return reset(socket);
      case 'cut':
        return cutResponse(await upstream.fetch(incoming), response);
      case 'stall':
        hanging.add(socket);
        return stallResponse(await upstream.fetch(incoming), response);
      case 'rewrite':
        return rewriteResponse(await upstream.fetch(incoming), response, fault.change);
      case 'slow':
        return slowResponse(await upstream.fetch(incoming), response, fault.bytesPerSecond, stopping.signal);
      case 'bulk-items':
        return answerBulk(upstream, incoming, response, fault, random);
      case 'bulk-reset':
        if (!(await passBulkWithout(upstream, incoming, response, fault.choose))) reset(socket);
        return;
      case 'delay':
        await sleep(fault.delayMs, undefined, { signal: stopping.signal });
        return passResponse(await upstream.open(incoming), response);
      case undefined:
        return passResponse(await upstream.open(incoming), response);
    }
  }

  const server = createServer((incoming, response) => {
    // A server that is down looks through the proxy as it looks without: a broken connection.
    // The message gives its socket up when that breaks.
    const { socket } = incoming;
    handle(incoming, response, socket).catch(() => reset(socket));
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      hanging.delete(socket);
    });
    socket.on('error', () => {});
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    exchanges,
    inject: (fault, scope = {}) => faults.add(fault, scope),
    pass: () => {
      faults.clear();
      for (const socket of hanging) reset(socket);
    },
    through: (address) => {
      const { pathname, search } = new URL(address);
      return `${url}${pathname}${search}`;
    },
    stop: async () => {
      stopping.abort();
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      upstream.close();
      await closed;
    },
  };
}

function describeRequest({ method = 'GET', url = '/', headers }: IncomingMessage): ProxiedRequest {
  const target = headers['x-amz-target'];
  return { method, path: url, headers, operation: typeof target === 'string' ? target : '' };
}

async function answerStatus(
  incoming: IncomingMessage,
  response: ServerResponse,
  {
    status,
    retryAfterSeconds,
    headers = { 'content-type': 'application/json' },
    body = JSON.stringify({ status, error: { type: 'injected', reason: 'by the fault proxy' } }),
  }: Extract<Fault, { kind: 'status' }>,
): Promise<void> {
  // To the end, or the client sees a reset while it still sends.
  incoming.resume();
  await once(incoming, 'end');
  if (retryAfterSeconds !== undefined) response.setHeader('retry-after', String(retryAfterSeconds));
  response
    .writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
    .end(incoming.method === 'HEAD' ? undefined : body);
}

/** RST rather than FIN: the client must not take it for an orderly end. */
function reset(socket: Socket): void {
  if (!socket.destroyed) socket.resetAndDestroy();
}
