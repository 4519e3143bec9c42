import { pino } from 'pino';
import { ConfigurationError, readWorkerConfig, type WorkerConfig } from './config.ts';
import { startWorker } from './start-worker.ts';

let config: WorkerConfig;
try {
  config = readWorkerConfig(process.env);
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

const logger = pino({ level: config.SIEM_LOG_LEVEL, base: { service: 'siem-worker' } });
const worker = await startWorker(config, logger);

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    logger.info(
      { event: 'draining', signal, drainSeconds: config.SIEM_DRAIN_SECONDS },
      'stop asked for; finishing what is in work',
    );
    void worker.stop().then(() => process.exit(0));
  });
}
