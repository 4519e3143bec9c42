import type { Dashboard } from '../model.ts';
import {
  accountAndRegion,
  accountsAndRegions,
  area,
  bar,
  count,
  counters,
  pie,
  row,
  sum,
  table,
  terms,
  worldMap,
} from '../panels.ts';
import { s3AccessLog } from '../patterns.ts';

const errorThenStatus = [terms('ErrorCode', 5, 'Error'), terms('HTTPstatus', 5, 'Status')];
const bucket = terms('Bucket', 10, 'Bucket');
const key = terms('RequestURI_key', 5, 'Key');

export const s3AccessLogDashboard: Dashboard = {
  name: 's3accesslog',
  title: 'S3 access logs',
  description: 'Requests to buckets: who, what, and what was refused.',
  pattern: s3AccessLog,
  timeFrom: 'now-7d',
  controls: [...accountAndRegion, { field: 'Bucket', label: 'Bucket' }],
  searches: [
    {
      title: 'Requests',
      columns: ['cloud.account.id', 'cloud.region', 'source.ip', 'Requester', 'Bucket', 'Operation', 'HTTPstatus'],
    },
    {
      title: 'Refused requests',
      query: 'HTTPstatus:[400 TO *]',
      columns: ['source.ip', 'Requester', 'Bucket', 'Operation', 'RequestURI_key', 'HTTPstatus', 'ErrorCode'],
    },
  ],
  rows: [
    row(
      7,
      counters('Throttled', { Throttled: 'HTTPstatus:503 OR ErrorCode:SlowDown' }),
      counters('Client errors', { 'Client errors': 'HTTPstatus:[400 TO 499]' }),
      counters('Server errors', { 'Server errors': 'HTTPstatus:[500 TO 599]' }),
    ),
    row(12, ...accountsAndRegions(), bar('Requests by bucket', bucket, bucket)),
    row(18, [worldMap('Source countries (map)'), 32], table('Source addresses', terms('source.ip', 5, 'Address'))),
    row(
      12,
      bar('Errors by bucket', bucket, errorThenStatus),
      pie('Errors', terms('ErrorCode', 5)),
      area('Errors over time', errorThenStatus),
    ),
    row(12, [pie('Operations', terms('Operation', 5)), 16], area('Operations over time', terms('Operation', 5))),
    row(
      12,
      table('Keys', key),
      bar('Requests by key', key, key),
      table('Requesters', terms('Requester', 5, 'Requester'), [count(), sum('BytesSent', 'Bytes sent')]),
    ),
  ],
};
