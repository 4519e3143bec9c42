import { defineLogType } from '@siem/log-type';
import { windowsEventCommon } from '../shared/windows-event.ts';

/** Security events of the domain controllers of AWS Managed Microsoft AD, through CloudWatch Logs. */
export default defineLogType({
  name: 'directory-service',
  title: 'AWS Directory Service security events',
  source: 'https://docs.aws.amazon.com/directoryservice/latest/admin-guide/ms_ad_enable_log_forwarding.html',
  keys: [/\/DirectoryService\/MicrosoftAD\//],
  exampleKey:
    'AWSLogs/111122223333/DirectoryService/MicrosoftAD/eu-west-1/2026/01/30/10/siem-directory-service-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  // No `content`: the events are those of any Windows domain controller, which an unknown key gives as windows-event.
  index: 'log-aws-directory-service',
  ...windowsEventCommon,
});
