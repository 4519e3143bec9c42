import type { ObjectSource } from '@siem/decompression';
import type { LogTypeDefinition } from '@siem/log-type';
import type { Metrics } from '@siem/metrics';
import type { Ledger } from '@siem/object-loader';
import type { ReceivedMessage, S3ObjectReference } from '@siem/queue';
import type { Logger } from 'pino';
import type { LedgerEntry } from './ledger-log.ts';

/** What is known of an object while it is in work. */
export interface ObjectInWork {
  readonly reference: S3ObjectReference;
  readonly message: ReceivedMessage;
  readonly ledger: Ledger;
  readonly startedMs: number;
  logType?: LogTypeDefinition;
  source?: ObjectSource;
}

export interface ObjectOutcome {
  /** `retry`: the message comes again; all others are final. */
  kind: 'loaded' | 'unreadable' | 'gone' | 'excluded' | 'ignored' | 'retry';
  code: string;
  reason?: string;
}

/** What the metrics and the ledger call it: for objects that are no logs, why. */
function nameOf({ kind, code }: ObjectOutcome): string {
  return kind === 'ignored' ? code : kind;
}

export function ledgerOutcome(outcome: ObjectOutcome): Pick<LedgerEntry, 'outcome' | 'reason'> {
  const { kind, code, reason = kind === 'excluded' ? `by the rule '${code}'` : undefined } = outcome;
  return { outcome: nameOf(outcome), ...(reason !== undefined && { reason }) };
}

export function countObject(
  { ledger, logType }: ObjectInWork,
  outcome: ObjectOutcome,
  durationMs: number,
  metrics: Metrics,
): void {
  const log_type = logType?.name ?? 'none';
  metrics.objects.inc({ log_type, outcome: nameOf(outcome) });
  if (outcome.kind === 'excluded') metrics.excludedObjects.inc({ log_type, rule: outcome.code });
  if (outcome.kind !== 'loaded' && outcome.kind !== 'unreadable') return;
  const { indexed, duplicate, excluded, deadLettered: dead_lettered } = ledger;
  for (const [state, count] of Object.entries({ indexed, duplicate, excluded, dead_lettered }))
    if (count > 0) metrics.records.inc({ log_type, state }, count);
  for (const [rule, count] of Object.entries(ledger.countedByRule)) metrics.counted.inc({ log_type, rule }, count);
  for (const [rule, count] of Object.entries(ledger.excludedByRule)) metrics.excluded.inc({ log_type, rule }, count);
  for (const [rule, count] of Object.entries(ledger.detectedByRule)) metrics.detections.inc({ log_type, rule }, count);
  metrics.objectBytes.inc({ log_type }, ledger.bytes);
  metrics.objectSeconds.observe(durationMs / 1000);
  if (!ledger.balances) metrics.ledgerImbalance.inc({ log_type });
}

export function logOutcome(
  { ledger, logType }: ObjectInWork,
  outcome: ObjectOutcome,
  durationMs: number,
  log: Logger,
): void {
  const { kind, code } = outcome;
  if (kind === 'ignored') log.info({ event: 'object_ignored', outcome: code }, 'object ignored');
  else if (kind === 'excluded') {
    log.info({ event: 'object_excluded', logType: logType?.name, rule: code }, 'object left out by a rule');
  } else {
    const facts = { logType: logType?.name, outcome: kind, seconds: durationMs / 1000, ledger: ledger.toJSON() };
    log.info({ event: 'object_loaded', ...facts }, 'object loaded');
  }
}
