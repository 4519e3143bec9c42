import { ExclusionRules, type FieldRule } from './rules.ts';

/** Functions of the reference and of Security Lake, whose work on the log buckets is nobody's news. */
const functions =
  'aes-siem-ioc-download|aes-siem-ioc-plan|aes-siem-ioc-createdb|aes-siem-es-loader|aes-siem-index-metrics-exporter|SecurityLake_Glue_Partition_Updater_Lambda';
const roles = 'LambdaEsLoaderServiceRole|AmazonSecurityLakeS3ReplicationRole';

/** Ours, under which the worker works too, and the older ones of the reference. */
const userAgent = /siem-es-loader|AesSiemEsLoader|siem-ioc-db-creator/;
const securityLake = /^securitylake\.amazonaws\.com/;
const functionArn = new RegExp(`^arn.*(?:${functions})`);
const principal = new RegExp(`^AROA.*(?:${functions})`);
const roleArn = new RegExp(`^arn.*(?:${roles})`);

const patterns: Record<string, Record<string, RegExp>> = {
  cloudtrail: {
    userAgent,
    sourceIPAddress: securityLake,
    'userIdentity.principalId': principal,
    'userIdentity.arn': roleArn,
    'requestParameters.functionName': functionArn,
    'requestParameters.roleArn': roleArn,
  },
  s3accesslog: {
    Requester: new RegExp(`^(?:arn:.*(?:${functions})|${roles}|svc:securitylake\\.amazonaws\\.com)`),
    UserAgent: userAgent,
  },
  securitylake: {
    'src_endpoint.domain': securityLake,
    'resources.uid': functionArn,
    'actor.user.uid': principal,
    'actor.session.issuer': roleArn,
  },
};

/**
 * What the SIEM itself leaves in the logs when it reads buckets and writes: loading that would make more of it, without
 * end.
 */
export const ownLogRules = new ExclusionRules(
  [],
  Object.entries(patterns).flatMap(([logType, fields]) =>
    Object.entries(fields).map(
      ([field, pattern]): FieldRule => ({ name: 'own_logs', logType, path: field.split('.'), pattern }),
    ),
  ),
);
