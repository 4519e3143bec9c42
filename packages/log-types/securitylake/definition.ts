import { defineLogType } from '@siem/log-type';
import { ocsfLogType } from '../shared/ocsf/mapping.ts';

/** Amazon Security Lake: OCSF 1.0 to 1.5 of AWS and custom sources, rows of Parquet files. */
export default defineLogType({
  ...ocsfLogType,
  name: 'securitylake',
  title: 'Amazon Security Lake',
  source: 'https://docs.aws.amazon.com/security-lake/latest/userguide/open-cybersecurity-schema-framework.html',
  keys: [/[0-9a-f]{32}\.gz\.parquet/, /[Ss]ecurity[Ll]ake\//, /(?:^|\/)(?:aws|ext)\/[\w-]+\/(?:\d+\.\d+\/)?region=/],
  exampleKey:
    'aws/VPC_FLOW/2.0/region=eu-west-1/accountId=111122223333/eventDay=20260130/0123456789abcdef0123456789abcdef.gz.parquet',
  priority: 10,
  // No `content`: an unknown key gives ocsf-json, which maps the same records the same way, Parquet too.
  // Parquet is recognised by its bytes; JSON under these keys is read as well.
  format: { kind: 'json' },
});
