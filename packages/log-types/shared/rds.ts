import type { DeriveContext } from '@siem/log-type';

export interface DatabaseIdentifiers {
  cluster?: string;
  instance?: string;
}

/**
 * Names of the database from the log group that RDS writes to: `/aws/rds/cluster/<cluster>/<log>`, where the stream is
 * named after the instance, or `/aws/rds/instance/<instance>/<log>`.
 */
export function databaseIdentifiers(context: DeriveContext): DatabaseIdentifiers {
  const { logGroup, logStream } = context.meta;
  if (logGroup === undefined) return {};
  const [, , , kind, name] = logGroup.split('/');
  if (name === undefined || name === '') return {};
  if (kind === 'instance') return { instance: name };
  if (kind !== 'cluster') return {};
  const instance = logStream?.split('.', 1)[0];
  return instance === undefined ? { cluster: name } : { cluster: name, instance };
}

/** Fields of every RDS log. */
export const rdsEcs = {
  'event.kind': { value: 'event' },
  'rds.cluster_identifier': '$cluster',
  'rds.instance_identifier': '$instance',
  'related.hosts': { all: ['$cluster', '$instance'] },
} as const;
