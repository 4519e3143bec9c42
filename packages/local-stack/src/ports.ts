import { connect, createServer } from 'node:net';
import { StackError } from './errors.ts';

const loopback = '127.0.0.1';
/** OpenSearchRunner refuses HTTP ports above this; transport begins at 9300. */
const lastOpenSearchPort = 9299;
const firstOpenSearchPort = 9200;

/** A port nobody listens on. Another process may take it before we do, so callers start again on a clash. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, loopback, resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new StackError('the system gave no free port');
  return address.port;
}

/** True when we could listen there. A server on all addresses counts as taken too, hence the connection attempt. */
export async function isPortFree(port: number): Promise<boolean> {
  if (await answers(port)) return false;
  const server = createServer();
  const listens = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false)).listen(port, loopback, () => resolve(true));
  });
  if (listens) await new Promise((resolve) => server.close(resolve));
  return listens;
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, loopback);
  const connected = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  });
  socket.destroy();
  return connected;
}

/** First of `count` neighbouring free ports below 9300, searched from a random place so that parallel starts differ. */
export async function freeOpenSearchPorts(count: number): Promise<number> {
  const candidates = lastOpenSearchPort - firstOpenSearchPort - count + 1;
  const offset = Math.floor(Math.random() * candidates);
  for (let tried = 0; tried < candidates; tried++) {
    // 9200 is left to the stack a person starts by hand.
    const port = firstOpenSearchPort + 1 + ((offset + tried) % candidates);
    if (await areFree(port, count)) return port;
  }
  throw new StackError(
    `no ${count} neighbouring free ports in ${firstOpenSearchPort + 1}-${lastOpenSearchPort}; stop other stacks`,
  );
}

async function areFree(first: number, count: number): Promise<boolean> {
  for (let port = first; port < first + count; port++) if (!(await isPortFree(port))) return false;
  return true;
}
