// What HEALTHCHECK runs: the slim image has no curl. Exit code 0 when the process says that it is alive.
import process from 'node:process';

const { SIEM_HTTP_PORT: port = '8080' } = process.env;
const signal = AbortSignal.timeout(4_000);
const response = await fetch(`http://127.0.0.1:${port}/healthz`, { signal }).catch((error) => error);
if (!response.ok) console.error(response.status ?? response.cause?.code ?? response.message);
process.exit(response.ok ? 0 : 1);
