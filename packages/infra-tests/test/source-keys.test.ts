import { beforeAll, describe, expect, it } from '@jest/globals';
import { LogTypes } from '@siem/log-type';
import { loadBuiltInLogTypes } from '@siem/log-types';

let logTypes: LogTypes;
beforeAll(async () => {
  logTypes = new LogTypes(await loadBuiltInLogTypes());
});

// Prefixes that the descriptions of modules log-sources/firehose, rds, agents and s3-access name, and what Firehose writes behind them.
describe('keys of log-sources', () => {
  it.each([
    ['SecurityHub', 'securityhub'],
    ['Inspector2/Inspector2_Finding', 'inspector'],
    ['Macie', 'macie'],
    ['WorkSpaces/Event', 'workspaces-event'],
    ['RDS/MySQL/audit', 'rds-mysql-audit'],
    ['RDS/MySQL/error', 'rds-mysql-error'],
    ['RDS/PostgreSQL', 'rds-postgresql'],
    ['KafkaBrokerLogs', 'msk'],
    ['CloudHSM', 'cloudhsm'],
    ['EKS', 'eks'],
    ['RDS/MySQL/slowquery', 'rds-mysql-slowquery'],
    ['RDS/MySQL/general', 'rds-mysql-general'],
    ['RDS/MariaDB/audit', 'rds-mysql-audit'],
    ['EC2/Linux/Secure', 'linux-secure'],
    ['EC2/Linux/Messages', 'linux-os-syslog'],
    ['EC2/Windows/Event', 'windows-event'],
    ['ECS', 'container'],
  ])('%s tells the log type %s', (prefix, logType) => {
    const key = `AWSLogs/111122223333/${prefix}/eu-west-1/2026/01/30/10/siem-x-1-2026-01-30-10-05-00-0a1b2c3d.gz`;
    const match = logTypes.forKey(key);
    expect(match.kind === 'log-type' ? match.definition.name : match).toBe(logType);
  });

  it.each([
    ['ECS/eu-west-1/shop-firelens-0a1b2c3d4e5f/2026/01/30/10/Ab12Cd34.gz', 'container'],
    ['CloudFront/E0A1B2C3D4E5F6.2026-01-30-10.a1b2c3d4.gz', 'cloudfront-standard'],
  ])('%s tells the log type %s', (key, logType) => {
    const match = logTypes.forKey(`AWSLogs/111122223333/${key}`);
    expect(match.kind === 'log-type' ? match.definition.name : match).toBe(logType);
  });

  it('of S3 access logs keep the name that S3 gives', () => {
    const match = logTypes.forKey(
      'AWSLogs/111122223333/s3accesslog/eu-west-1/shop-data/2026-01-30-10-05-01-0A1B2C3D4E5F6071',
    );
    expect(match.kind === 'log-type' ? match.definition.name : match).toBe('s3accesslog');
  });
});
