// A program that owns a leashed server and then waits to be killed; leash.test.ts runs it.
import { join } from 'node:path';
import { startLeashed } from '../src/leash.ts';

const folder = process.argv[2] ?? '';
const server = await startLeashed({
  command: 'sleep',
  args: ['600'],
  cwd: folder,
  environment: process.env,
  logFile: join(folder, 'server.log'),
  graceMs: 2_000,
});
console.log(server.pid);
setInterval(() => {}, 60_000);
