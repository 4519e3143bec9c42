import { BulkIndexer, type StateChange } from '@siem/bulk-indexer';
import { openDetections } from '@siem/detection';
import { openExclusions } from '@siem/exclusion';
import { type LogTypeDefinition, LogTypes } from '@siem/log-type';
import { loadBuiltInLogTypes } from '@siem/log-types';
import { EmfReporter, isOtlpWanted, Metrics, startOtlp } from '@siem/metrics';
import { S3Clients } from '@siem/object-store';
import { createOpenSearchClient } from '@siem/opensearch-client';
import { Receiver, type ReceiverEvent } from '@siem/queue';
import type { Logger } from 'pino';
import { templatesMade } from './await-templates.ts';
import { awsClients } from './aws-clients.ts';
import { bulkMetrics } from './bulk-metrics.ts';
import type { WorkerConfig } from './config.ts';
import { openOwnLogTypes } from './create-normalizer.ts';
import { enrichmentFiles } from './enrichment-files.ts';
import { FileChanges } from './file-changes.ts';
import { startHttpServer } from './http-server.ts';
import { LedgerLog } from './ledger-log.ts';
import { NormalizePool } from './normalize-pool.ts';
import { handleMessage, type PipelineDeps } from './pipeline.ts';
import { checkReadiness } from './readiness.ts';
import { S3Watch, whyS3IsAway } from './s3-watch.ts';
import { Slots } from './slots.ts';
import { threadOptions } from './thread-options.ts';
import { version, workerVersion } from './version.ts';

export interface RunningWorker {
  /** Of /healthz, /readyz, /metrics. */
  httpPort: number;
  metrics: Metrics;
  /** Stops receiving, finishes what is in work within the drain time, closes everything. */
  stop(): Promise<void>;
}

/** For those who start a worker from code. */
export interface Embedding {
  /** URLs of modules that export a log type by default, besides the built-in ones. */
  definitionModules?: readonly string[];
}

/** Builds the worker's parts, connects them and begins to receive. */
export async function startWorker(
  given: WorkerConfig,
  logger: Logger,
  { definitionModules = [] }: Embedding = {},
): Promise<RunningWorker> {
  const metrics = new Metrics();
  const { s3, sqs } = awsClients();
  const enrichment = await enrichmentFiles(given, s3, metrics, logger);
  const { config } = enrichment;
  const objects = new S3Clients({ version, forcePathStyle: true, roles: config.SIEM_BUCKET_ROLES });
  const opensearch = createOpenSearchClient(config.opensearch);
  const options = { ...threadOptions(config), definitionModules };
  const changes = new FileChanges(metrics, logger);
  const pool = await NormalizePool.start(
    {
      threads: config.SIEM_THREADS,
      threadMemoryMib: config.SIEM_THREAD_MEMORY_MIB,
      taskTimeoutMs: config.SIEM_TASK_TIMEOUT_SECONDS * 1000,
      chunkBytes: config.SIEM_CHUNK_BYTES,
      onFailure: ({ code, message }) => {
        metrics.errors.inc({ stage: 'processing', code });
        logger.warn(
          { event: 'chunk_failed', code, reason: message },
          'a chunk failed; its records are tried one by one',
        );
      },
      onEnrichment: (change) => changes.enrichment(change),
    },
    options,
  );
  const exclusions = openExclusions(options.exclusion, changes.of('exclusions'));
  // Matched in the threads; opened here too, so that a wrong file stops the start and a wrong change is told once.
  openDetections(options.detection, changes.of('detections'));
  const bulkIndexer = new BulkIndexer(opensearch, {
    maxBulkBytes: config.SIEM_MAX_BULK_BYTES,
    maxInFlight: config.SIEM_MAX_BULK_REQUESTS,
    flushIntervalMs: config.SIEM_FLUSH_INTERVAL_MS,
    metrics: bulkMetrics(metrics),
  });
  const reportLedgerFailure = (reason: string) => {
    metrics.errors.inc({ stage: 'ledger', code: 'not_written' });
    logger.warn({ event: 'ledger_not_written', reason }, 'the document about an object could not be written');
  };
  const builtIns = await loadBuiltInLogTypes();
  const ownLogTypes = await openOwnLogTypes(options, (error) => {
    changes.of('log_types')(error);
    if (error === undefined) deps.logTypes = allTypes();
  });
  const allTypes = () => new LogTypes(withOwn(builtIns, ownLogTypes.definitions()));
  const s3Watch = new S3Watch({
    probe: () => whyS3IsAway(s3, config.SIEM_DEAD_LETTER_BUCKET),
    onChange: (reason) => followS3(reason, receiver, metrics, logger),
  });
  const deps: PipelineDeps = {
    objects,
    s3,
    s3Answers: () => s3Watch.answers(),
    logTypes: allTypes(),
    detectContent: config.SIEM_CONTENT_DETECTION,
    exclusions,
    pool,
    bulkIndexer,
    ...(config.SIEM_LEDGER_DOCUMENTS && { ledgerLog: new LedgerLog(bulkIndexer, reportLedgerFailure) }),
    chunkSlots: new Slots(config.SIEM_CHUNKS_IN_FLIGHT),
    metrics,
    logger,
    settings: {
      deadLetterBucket: config.SIEM_DEAD_LETTER_BUCKET,
      parserVersion: workerVersion,
      chunksPerObject: config.SIEM_CHUNKS_PER_OBJECT,
      chunkBytes: config.SIEM_CHUNK_BYTES,
      maxRecordBytes: config.SIEM_MAX_RECORD_BYTES,
      maxPoisonRecords: config.SIEM_MAX_POISON_RECORDS,
      readLimits: {
        maxUncompressedBytes: config.SIEM_MAX_UNCOMPRESSED_BYTES,
        maxRatio: config.SIEM_MAX_COMPRESSION_RATIO,
      },
    },
  };
  const receiver = new Receiver(sqs, {
    queueUrl: config.SIEM_QUEUE_URL,
    receives: config.SIEM_RECEIVES,
    maxMessages: config.SIEM_MESSAGES_IN_FLIGHT,
    maxBytes: config.SIEM_BYTES_IN_FLIGHT,
    unknownObjectBytes: unknownObjectBytes,
    visibilityTimeoutSeconds: config.SIEM_VISIBILITY_TIMEOUT_SECONDS,
    handle: (message, signal) => handleMessage(message, signal, deps),
    report: (event) => reportReceiver(event, metrics, logger),
  });
  const http = await startHttpServer(config.SIEM_HTTP_HOST, config.SIEM_HTTP_PORT, metrics, {
    unready: () => checkReadiness({ sqs, queueUrl: config.SIEM_QUEUE_URL, opensearch }),
  });
  const emf = config.SIEM_EMF ? startEmf(metrics, config) : undefined;
  const otlp = isOtlpWanted(process.env)
    ? startOtlp(metrics.registry, { version, intervalMs: config.SIEM_EMF_INTERVAL_SECONDS * 1000 })
    : undefined;
  const gauges = setInterval(() => {
    metrics.messagesInFlight.set(receiver.messagesInFlight);
    metrics.bytesInFlight.set(receiver.bytesInFlight);
  }, gaugeIntervalMs);
  bulkIndexer.onStateChange((change) => followWriter(change, receiver, logger));
  const stopping = new AbortController();
  if (config.SIEM_WAIT_FOR_TEMPLATES) {
    void templatesMade(opensearch, logger, stopping.signal).then((made) => made && receiver.start());
  } else receiver.start();
  logger.info(
    { event: 'worker_started', version: workerVersion, httpPort: http.port, threads: config.SIEM_THREADS },
    'worker started',
  );
  return {
    httpPort: http.port,
    metrics,
    async stop() {
      stopping.abort();
      s3Watch.stop();
      await receiver.stop(config.SIEM_DRAIN_SECONDS * 1000);
      clearInterval(gauges);
      await emf?.stop();
      await otlp?.stop();
      await http.close();
      enrichment.close();
      await bulkIndexer.close();
      await pool.close();
      await opensearch.close();
      objects.destroy();
      s3.destroy();
      sqs.destroy();
      logger.info({ event: 'worker_stopped' }, 'worker stopped');
    },
  };
}

/** A log type of one's own takes the place of the built-in one of its name. */
function withOwn(builtIns: readonly LogTypeDefinition[], own: readonly LogTypeDefinition[]): LogTypeDefinition[] {
  const names = new Set(own.map(({ name }) => name));
  return [...builtIns.filter(({ name }) => !names.has(name)), ...own];
}

/**
 * While OpenSearch takes nothing, new messages would only wait here; they stay in the queue for whoever can write. The
 * flood stage is told index by index: a message now and then shows whether others take documents.
 */
function followWriter({ state, previous, reason, detail }: StateChange, receiver: Receiver, logger: Logger): void {
  if (state === 'unavailable') receiver.pause('opensearch', reason === 'flood_stage' ? floodLookMs : undefined);
  else if (previous === 'unavailable') receiver.resume('opensearch');
  if (state !== 'unavailable' && previous !== 'unavailable') return;
  logger.warn(
    { event: 'writer_state', state, previous, reason, ...(detail !== '' && { detail }) },
    state === 'unavailable' ? 'OpenSearch takes nothing; receiving is paused' : 'OpenSearch takes documents again',
  );
}

/** Each receive of a message whose objects cannot be read brings it nearer to the dead-letter queue. */
function followS3(reason: string | undefined, receiver: Receiver, metrics: Metrics, logger: Logger): void {
  const isAway = reason !== undefined;
  metrics.s3Away.set(isAway ? 1 : 0);
  if (isAway) receiver.pause('s3');
  else receiver.resume('s3');
  logger.warn(
    { event: 's3_state', state: isAway ? 'away' : 'answering', ...(isAway && { reason }) },
    isAway ? 'S3 does not answer; receiving is paused' : 'S3 answers again',
  );
}

const unknownObjectBytes = 16 * 1024 * 1024;
const gaugeIntervalMs = 5_000;
const floodLookMs = 10_000;

function reportReceiver(event: ReceiverEvent, metrics: Metrics, logger: Logger): void {
  switch (event.kind) {
    case 'error':
      metrics.errors.inc({ stage: 'receiving', code: `sqs_${event.action}` });
      logger.warn(
        { event: 'sqs_error', action: event.action, reason: (event.error as Error).message },
        'SQS request failed',
      );
      return;
    case 'abandoned':
      logger.error(
        { event: 'message_abandoned', messageId: event.messageId },
        'its work does not end; it shows up again after its visibility timeout',
      );
      break;
    case 'invalid':
    case 'failed':
      logger.error(
        { event: `message_${event.kind}`, messageId: event.messageId, reason: (event.error as Error).message },
        'message not handled',
      );
      break;
  }
  metrics.messages.inc({ outcome: event.kind });
}

function startEmf(metrics: Metrics, config: WorkerConfig): { stop(): Promise<void> } {
  const { SIEM_EMF_NAMESPACE: namespace, SIEM_EMF_INTERVAL_SECONDS: seconds } = config;
  const reporter = new EmfReporter(metrics.registry, namespace, (line) => process.stdout.write(`${line}\n`));
  const timer = setInterval(() => void reporter.report(Date.now()), seconds * 1000);
  return {
    async stop() {
      clearInterval(timer);
      await reporter.report(Date.now());
    },
  };
}
