import { defineLogType } from '@siem/log-type';
import { ocsfLogType } from '../shared/ocsf/mapping.ts';

/** Events in the Open Cybersecurity Schema Framework as JSON, from any source. */
export default defineLogType({
  ...ocsfLogType,
  name: 'ocsf-json',
  title: 'OCSF events as JSON',
  source: 'https://schema.ocsf.io',
  keys: [/ocsf-json\//],
  exampleKey: 'ocsf-json/111122223333/eu-west-1/2026/01/30/events.json.gz',
  priority: 11,
  content: { json: ['class_uid', 'category_uid', 'metadata.version', 'time'] },
  format: { kind: 'json' },
});
