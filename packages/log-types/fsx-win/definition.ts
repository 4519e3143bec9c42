import { defineLogType } from '@siem/log-type';
import { windowsEventCommon } from '../shared/windows-event.ts';

/** File access audit events of FSx for Windows File Server, through Firehose. */
export default defineLogType({
  name: 'fsx-win',
  title: 'Amazon FSx for Windows File Server audit events',
  source: 'https://docs.aws.amazon.com/fsx/latest/WindowsGuide/file-access-auditing.html',
  keys: [/\/aws-fsx-/],
  exampleKey:
    'AWSLogs/111122223333/FSx/eu-west-1/2026/01/30/10/aws-fsx-audit-windows-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  content: { text: /^\s*(?:<\?xml[^>]*>\s*)?<Event xmlns=[\s\S]{0,4000}?<Computer>amznfsx/i, score: 2 },
  index: 'log-aws-fsx-win',
  ...windowsEventCommon,
});
