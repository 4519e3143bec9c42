import { defaultRetentionClass, retentionClasses, retentionTable } from './retention.ts';

/** The page docs/retention.md. */
export function retentionPage(): string {
  const classes = Object.entries(retentionClasses).map(([name, { warmAfterDays, coldAfterDays, deleteAfterDays }]) => {
    const indexes = Object.entries(retentionTable)
      .filter(([, className]) => className === name)
      .map(([index]) => `\`${index}\``);
    const others = name === defaultRetentionClass ? ', and every index that is not in the table' : '';
    return `| ${name} | ${warmAfterDays} | ${coldAfterDays} | ${deleteAfterDays} | ${indexes.join(', ')}${others} |`;
  });
  return `# Retention and lifecycle

Generated from \`packages/lifecycle/src/retention.ts\`: \`node packages/lifecycle/scripts/retention-page.ts\` writes it, a test compares.
\`siem bootstrap apply\` makes one ISM policy of each class, \`siem-<class>\`.

Days count from the last event that an index takes, so a monthly index is kept a month longer than its first day needs.
UltraWarm and cold storage are used where the configuration says that the domain has them
(\`lifecycle.warm\`, \`lifecycle.cold\`); without them an index stays hot until it is deleted.

| class | UltraWarm after | cold after | deleted after | indexes |
|---|---|---|---|---|
${classes.join('\n')}

Other numbers for one index, which then has a policy of its own, \`siem-log-aws-cloudtrail\`:

\`\`\`yaml
lifecycle:
  warm: true
  cold: true
  snapshotRepository: backup      # registered before; indexes are copied there before cold storage or deletion
  retention:
    log-aws-cloudtrail: { warmAfterDays: 62, deleteAfterDays: never }
    log-aws-vpcflowlogs: { deleteAfterDays: 90 }
\`\`\`

## Rotation

\`SIEM_INDEX_ROTATION\` of the workers, and \`rotation\` of bootstrap, which reads the same variable:

| rotation | index | new one | age counts from |
|---|---|---|---|
| \`daily\`, \`weekly\`, \`monthly\`, \`yearly\` | \`log-aws-waf-2026-01-30\`, \`-2026-w04\`, \`-2026-01\`, \`-2026\` | by the event's time | making of the index |
| \`auto\`, alias | \`log-aws-waf\` → \`log-aws-waf-000001\` | ISM rolls over at 40 GB a shard or 31 days (\`lifecycle.rollover\`) | rollover |
| \`auto\`, \`rollsOverAs: data-stream\` | data stream \`log-aws-waf\` | the same | rollover |
| \`aoss\` | \`log-aws-waf-001\` | never; nothing deletes it. With dates in their names, the housekeeper deletes indexes of a collection | - |

With dates in their names, a document's index follows from the document, so that a redelivered one meets its id in the
same index. With \`auto\` a redelivery after a rollover lands in the next index and is there twice; choose it for the size of
shards, not for exactness.

ISM attaches a policy when an index is made. Indexes that were there before get one by hand, since a policy deletes:

\`\`\`
POST /_plugins/_ism/add/log-aws-waf-*  {"policy_id": "siem-traffic"}
\`\`\`

A changed policy holds for new indexes; \`POST /_plugins/_ism/change_policy/log-aws-waf-*  {"policy_id": "siem-traffic"}\` takes those
under the old version along.
`;
}
