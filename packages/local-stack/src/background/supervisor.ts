// Process that owns a stack in the background. Started by background-stack.ts with the options as its one argument;
// prints progress as JSON lines to its log and ends on SIGTERM or `POST /stop`.
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { resolveOptions, type StackOptions } from '../options.ts';
import type { Stack } from '../stack.ts';
import { startStack } from '../start-stack.ts';
import { controlFile, type StackStatus, writeControlAddress } from './state.ts';

const options = JSON.parse(process.argv[2] ?? '{}') as StackOptions;
const { workDir, opensearchVersion } = resolveOptions(options);
const token = randomBytes(16).toString('hex');

const say = (line: object) => console.log(JSON.stringify(line));

// Before the stack is up the default action is right: the servers end with this process.
let stack: Stack;
try {
  stack = await startStack({ ...options, onProgress: (event) => say({ progress: event }) });
} catch (error) {
  say({ failed: error instanceof Error ? error.message : String(error) });
  process.exit(1);
}

const status: StackStatus = {
  backend: stack.backend,
  opensearchVersion,
  endpoints: stack.endpoints,
  nodeUrls: stack.opensearch.nodeUrls,
  environment: stack.environment,
  resources: stack.resources,
  workDir,
  supervisorPid: process.pid,
  opensearchPid: stack.opensearch.pid,
  awsPid: stack.awsPid,
  startedAt: new Date().toISOString(),
};

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.headers.authorization !== `Bearer ${token}`) {
    response.writeHead(403).end();
  } else if (request.method === 'GET' && request.url === '/status') {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(status));
  } else if (request.method === 'POST' && request.url === '/stop') {
    await end();
    response.writeHead(204).end(() => process.exit(0));
  } else {
    response.writeHead(404).end();
  }
}

async function end(): Promise<void> {
  rmSync(controlFile(workDir), { force: true });
  await stack.stop();
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, () => void end().then(() => process.exit(0)));
}

const control = createServer((request, response) => void answer(request, response));
control.listen(0, '127.0.0.1', () => {
  const address = control.address();
  if (address === null || typeof address === 'string') throw new Error('the control server has no port');
  writeControlAddress(workDir, { port: address.port, token });
  say({ ready: true });
});
