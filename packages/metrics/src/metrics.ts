import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

const secondsBuckets = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/**
 * What a worker counts and measures. Names: `siem_<what>_<unit>`, counters end in `_total`, errors have a `stage`.
 * A drop is counted once, when it is final; a retry is none.
 */
export class Metrics {
  readonly registry = new Registry();

  readonly records = this.counter('siem_records_total', 'Records by final state', ['log_type', 'state']);
  readonly objects = this.counter('siem_objects_total', 'Objects by outcome', ['log_type', 'outcome']);
  readonly objectBytes = this.counter('siem_object_bytes_total', 'Uncompressed bytes of objects read', ['log_type']);
  readonly detections = this.counter('siem_detections_total', 'Records that a detection rule recognised, by rule', [
    'log_type',
    'rule',
  ]);
  readonly excludedObjects = this.counter('siem_excluded_objects_total', 'Objects left out, by rule', [
    'log_type',
    'rule',
  ]);
  readonly counted = this.counter(
    'siem_counted_records_total',
    'Records that a rule on trial would leave out, by rule',
    ['log_type', 'rule'],
  );
  readonly excluded = this.counter('siem_excluded_records_total', 'Records left out, by rule', ['log_type', 'rule']);
  readonly messages = this.counter('siem_messages_total', 'SQS messages by outcome', ['outcome']);
  readonly errors = this.counter('siem_errors_total', 'Errors by stage', ['stage', 'code']);
  readonly ledgerImbalance = this.counter('siem_ledger_imbalance_total', 'Objects whose records do not add up', [
    'log_type',
  ]);
  readonly messagesInFlight = this.gauge('siem_messages_in_flight', 'SQS messages received and not yet finished');
  readonly bytesInFlight = this.gauge('siem_bytes_in_flight', 'Stored bytes of objects in work');
  readonly s3Away = this.gauge('siem_s3_away', '1 while S3 does not answer and nothing is received');
  readonly objectSeconds = this.histogram('siem_object_duration_seconds', 'Time from receipt to the last final state');
  readonly deliveryLagSeconds = this.histogram(
    'siem_delivery_lag_seconds',
    'Time from the S3 event to the last final state',
  );

  constructor() {
    collectDefaultMetrics({ register: this.registry, prefix: 'siem_process_' });
  }

  counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  gauge(name: string, help: string): Gauge {
    return new Gauge({ name, help, registers: [this.registry] });
  }

  histogram(name: string, help: string): Histogram {
    return new Histogram({ name, help, buckets: secondsBuckets, registers: [this.registry] });
  }
}
