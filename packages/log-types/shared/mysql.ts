import type { LogTypeDefinition, TimestampRule } from '@siem/log-type';
import { rdsEcs } from './rds.ts';

/**
 * Times of MySQL's and MariaDB's logs. The time that CloudWatch Logs gives an event comes first, as in the reference: it
 * has a time zone, which the older formats lack.
 */
export const mysqlTimestamps: readonly TimestampRule[] = [
  { from: '@envelope', format: 'epoch' },
  { from: '$time', format: 'epoch' },
  { from: 'timestamp', format: 'iso8601' },
  { from: 'timestamp', format: '%Y-%m-%d %H:%M:%S' },
  { from: 'timestamp', format: '%y%m%d %H:%M:%S' },
  { from: 'timestamp', format: '%Y%m%d %H:%M:%S' },
];

/** What all MySQL log types have in common. */
export const mysqlCommon = {
  index: 'log-aws-rds-mysql',
  timestamp: mysqlTimestamps,
} satisfies Partial<LogTypeDefinition>;

export const mysqlEcs = { ...rdsEcs, cwl_timestamp: '@envelope' } as const;

export const mysqlFields = {
  cwl_timestamp: 'long',
  'mysql.thread_id': 'long',
  'mysql.message': 'text',
  'mysql.query': 'text',
  'mysql.object': 'text',
  'rds.query': 'text',
  'rds.message': 'text',
  'rds.query_time': 'double',
} as const;

/** Lines that mysqld writes at the beginning of general and slow query logs. */
export const mysqlHeader =
  /^(?:\S*mysqld, Version: |\S*mariadbd, Version: |Tcp port: |TCP Port: |Time +Id +Command)[^\n]*(?:\n(?:Tcp port: |TCP Port: |Time +Id +Command)[^\n]*)*$/;
