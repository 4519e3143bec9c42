import { md5, type RecordMeta } from '@siem/log-type';

/** A record's text and what its envelopes said about it. */
export interface UnwrappedRecord {
  raw: string;
  meta: RecordMeta;
}

interface CloudWatchLogsData {
  messageType: string;
  owner?: string;
  logGroup?: string;
  logStream?: string;
  logEvents?: { id?: string; timestamp?: number; message?: unknown }[];
}

/**
 * CloudWatch Logs subscription data: one JSON value with many log events.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 * @returns undefined when the text is no such value; none for control messages
 */
export function unwrapCloudWatchLogs(text: string): UnwrappedRecord[] | undefined {
  const data = JSON.parse(text) as CloudWatchLogsData;
  if (data === null || typeof data !== 'object' || typeof data.messageType !== 'string') return undefined;
  if (data.messageType !== 'DATA_MESSAGE') return [];
  const { owner: accountId, logGroup, logStream } = data;
  return (data.logEvents ?? []).map((event) => {
    const raw = typeof event.message === 'string' ? event.message : JSON.stringify(event.message ?? '');
    const meta: RecordMeta = { envelopeId: event.id ?? md5(raw) };
    if (event.timestamp !== undefined) meta.envelopeTime = event.timestamp;
    if (accountId !== undefined) meta.accountId = accountId;
    if (logGroup !== undefined) meta.logGroup = logGroup;
    if (logStream !== undefined) meta.logStream = logStream;
    return { raw, meta };
  });
}

/**
 * EventBridge event: the record is its `detail`.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
export function eventBridgeMeta(value: Record<string, unknown>): RecordMeta | undefined {
  if (!('detail-type' in value) || !('resources' in value)) return undefined;
  if (typeof value['detail'] !== 'object' || value['detail'] === null) return undefined;
  const text = (name: string) => (typeof value[name] === 'string' ? value[name] : undefined);
  const meta: RecordMeta = {};
  const [id, time, account, region] = [text('id'), text('time'), text('account'), text('region')];
  if (id !== undefined) meta.envelopeId = id;
  if (time !== undefined) meta.envelopeTime = time;
  if (account !== undefined) meta.accountId = account;
  if (region !== undefined) meta.region = region;
  return meta;
}
