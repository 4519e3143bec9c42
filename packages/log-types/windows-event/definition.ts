import { defineLogType } from '@siem/log-type';
import { windowsEventCommon } from '../shared/windows-event.ts';

/** Windows event logs of servers, as XML through the CloudWatch agent or the Kinesis agent. */
export default defineLogType({
  name: 'windows-event',
  title: 'Windows event logs',
  source: 'https://learn.microsoft.com/windows/win32/wes/eventschema-schema',
  keys: [/\/[Ww]indows.*[Ee]vent/],
  exampleKey:
    'AWSLogs/111122223333/EC2/Windows/Event/eu-west-1/2026/01/30/10/siem-windows-event-1-2026-01-30-10-05-00-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901.gz',
  priority: 130,
  content: {
    text: /^\s*(?:(?:<\?xml[^>]*>\s*)?<Event xmlns=|\[[^\]\n]{1,255}\] \[(?:VERBOSE|INFORMATION|WARNING|ERROR|CRITICAL|UNKNOWN)\] \[\d{1,10}\] \[)/,
  },
  index: 'log-win-event',
  ...windowsEventCommon,
});
