import { type Detection, detections } from './index.ts';

/** The page docs/detections.md. */
export function detectionsPage(): string {
  return `${[introduction, overview(), ...detections.map(section)].join('\n\n')}\n`;
}

const introduction = `# Detections

Generated from \`packages/alerting\`: \`node packages/alerting/scripts/detections-page.ts\` writes it, a test compares. \`siem bootstrap apply\`
makes them monitors of OpenSearch's Alerting; \`alerting.channels\` in its configuration says who hears of alerts,
\`alerting.disabled\` which of them do not run. Severity 1 is the highest.

Monitors look at what was *ingested* since the last look, not at event times: logs arrive minutes to hours late, and a
window over event times would pass over them. Events older than two days come from a backfill and alert nobody. Each
runs in \`packages/alerting/test/detections.integration.test.ts\` against a real OpenSearch with events that it has to find and
neighbours that it must leave alone, triggers included.`;

function overview(): string {
  const rows = detections.map(
    ({ name, title, severity, technique, kind, everyMinutes }) =>
      `| [${name}](#${name}) | ${title} | ${severity} | ${technique ?? ''} | ${kindText[kind]} | ${everyMinutes} min |`,
  );
  return ['| detection | finds | severity | ATT&CK | monitor | every |', '|---|---|---|---|---|---|', ...rows].join(
    '\n',
  );
}

const kindText = { query: 'query', bucket: 'bucket', document: 'document' } as const;

function section(detection: Detection): string {
  const lines = [`## ${detection.name}`, '', `${detection.title}. ${detection.advice}`, ''];
  lines.push(`Indexes ${detection.indices.map((index) => `\`${index}\``).join(', ')}.`, '');
  switch (detection.kind) {
    case 'query':
      lines.push(code(detection.query));
      if (detection.moreThan !== undefined) lines.push('', `More than ${detection.moreThan} documents.`);
      break;
    case 'bucket':
      lines.push(
        code(detection.query),
        '',
        `By ${detection.groupBy.map((field) => `\`${field}\``).join(', ')} where`,
        '',
      );
      lines.push(code(conditionText(detection)));
      if (detection.windowMinutes !== undefined) lines.push('', `Over the last ${detection.windowMinutes} minutes.`);
      break;
    case 'document':
      lines.push('| rule | finds | severity | query |', '|---|---|---|---|');
      for (const { name, title, severity, query } of detection.rules) {
        lines.push(`| ${name} | ${title} | ${severity} | \`${query}\` |`);
      }
  }
  return lines.join('\n');
}

function conditionText({ condition, metrics = {} }: Extract<Detection, { kind: 'bucket' }>): string {
  const lines = Object.entries(metrics).map(([name, metric]) => {
    if ('distinct' in metric) return `${name}: different values of ${metric.distinct}`;
    if ('matching' in metric) return `${name}: documents with ${metric.matching}`;
    return `${name}: documents of the last ${metric.newerThanMinutes} minutes`;
  });
  return [condition.replaceAll('params.', ''), ...lines].join('\n');
}

function code(text: string): string {
  return `\`\`\`\n${text}\n\`\`\``;
}
