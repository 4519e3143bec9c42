import { md5, type RawRecord, type RecordMeta } from '@siem/log-type';
import { openContainerLog } from './container-log.ts';
import { openDataRecords } from './payload.ts';

/** What stood in an envelope, which may be an envelope again, and what the envelope said about it. */
export interface EnvelopeContent {
  /** Text of one record, a JSON value, or a `Payload` with as many records as an object may have. */
  content: unknown;
  meta: RecordMeta;
  /** A container wrote it to its standard error. */
  isStderr?: boolean;
}

/** Envelopes around envelopes that are opened; more is an attack. */
export const maxEnvelopes = 8;

/**
 * Takes one envelope off: EventBridge, SNS, CloudWatch Logs, Kinesis, Firehose or FireLens.
 * @returns undefined when the value is no envelope; none for control messages
 */
export function openEnvelope(value: RawRecord): EnvelopeContent[] | undefined {
  if ('detail-type' in value) return openEventBridge(value);
  if ('TopicArn' in value && 'Type' in value) return openSns(value);
  if ('messageType' in value && 'logEvents' in value) return openCloudWatchLogs(value);
  if (typeof value['log'] === 'string') return openContainerLog(value);
  return openDataRecords(value);
}

/**
 * A line of text as Firehose delivers it for sources that send it text: VPC Flow Logs come as `{"message":"2 1111…"}`.
 * @returns undefined when the value has other members, and is a record itself
 */
export function messageOf(value: RawRecord): string | undefined {
  const { message } = value;
  return typeof message === 'string' && Object.keys(value).length === 1 ? message : undefined;
}

/**
 * EventBridge event: the record is its `detail`.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
function openEventBridge(value: RawRecord): EnvelopeContent[] | undefined {
  const { detail } = value;
  if (typeof detail !== 'object' || detail === null || !('source' in value || 'resources' in value)) return undefined;
  const meta: RecordMeta = {};
  const { id, time, account, region } = value;
  if (isText(id)) meta.envelopeId = id;
  if (isText(time)) meta.envelopeTime = time;
  if (isText(account)) meta.accountId = account;
  if (isText(region)) meta.region = region;
  const detailType = value['detail-type'];
  if (isText(detailType)) meta.detailType = detailType;
  return [{ content: detail, meta }];
}

/**
 * SNS message as a subscriber gets it: the record is its `Message`. Confirmations of subscriptions hold none.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
function openSns(value: RawRecord): EnvelopeContent[] | undefined {
  const { Type: type, Message: message, MessageId: id, Timestamp: time } = value;
  if (type === 'SubscriptionConfirmation' || type === 'UnsubscribeConfirmation') return [];
  if (type !== 'Notification' || (typeof message !== 'string' && !isObject(message))) return undefined;
  const meta: RecordMeta = {};
  if (isText(id)) meta.envelopeId = id;
  if (isText(time)) meta.envelopeTime = time;
  return [{ content: message, meta }];
}

/**
 * CloudWatch Logs subscription data: one JSON value with many log events.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
function openCloudWatchLogs(value: RawRecord): EnvelopeContent[] | undefined {
  const { messageType, owner, logGroup, logStream, logEvents } = value;
  if (messageType === 'CONTROL_MESSAGE') return [];
  if (messageType !== 'DATA_MESSAGE' || !Array.isArray(logEvents)) return undefined;
  const shared: RecordMeta = {};
  if (isText(owner)) shared.accountId = owner;
  if (isText(logGroup)) shared.logGroup = logGroup;
  if (isText(logStream)) shared.logStream = logStream;
  return logEvents.filter(isObject).map((event) => {
    const content: unknown = event['message'] ?? '';
    const id = isText(event['id']) ? event['id'] : md5(typeof content === 'string' ? content : JSON.stringify(content));
    const meta: RecordMeta = { ...shared, envelopeId: id };
    const time: unknown = event['timestamp'];
    if (typeof time === 'number' || isText(time)) meta.envelopeTime = time;
    return { content, meta };
  });
}

function isObject(value: unknown): value is RawRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** A container's name tells equal lines of several containers apart; an id of the single record is better. */
export function idOf(outer: RecordMeta, inner: RecordMeta): RecordMeta | undefined {
  const isBetter = outer.envelopeId !== undefined && inner.fields !== undefined;
  return isBetter ? { envelopeId: outer.envelopeId! } : undefined;
}
