import { exportTime, exportTimeLength } from '@siem/framing';
import type { RecordMeta } from '@siem/log-type';
import type { EnvelopeContent } from './envelope.ts';

/** `<task id>/<log stream>/000000.gz`. */
const exportKey = /(?:^|\/)[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\/([^/]{1,512})\/\d{6}\.gz$/;

/**
 * Log stream of an object that a task of CloudWatch Logs exported to S3. Its lines are the log's own behind the time of
 * the event: `2026-01-30T10:05:00.123Z START RequestId: …`.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3Export.html
 */
export function exportedStream(key: string): string | undefined {
  return exportKey.exec(key)?.[1];
}

/** @returns undefined where no time stands before the text, as in the second line of an event */
export function openExportLine(line: string, stream: string | undefined): EnvelopeContent | undefined {
  if (!exportTime.test(line)) return undefined;
  const meta: RecordMeta = { envelopeTime: Date.parse(line.slice(0, exportTimeLength - 1)) };
  if (stream !== undefined) meta.logStream = stream;
  return { content: line.slice(exportTimeLength), meta };
}
