import pc from 'picocolors';
import type { Failure } from './apply.ts';
import type { FullPlan } from './bootstrap.ts';
import { type IndexConflict, reindexSteps } from './live-indexes.ts';
import { type Action, type Difference, type Json, kinds, type PlannedObject } from './model.ts';
import { countActions } from './plan.ts';

const signs: Readonly<Record<Action, string>> = {
  create: pc.green('+'),
  change: pc.yellow('~'),
  'no change': pc.dim('='),
  remove: pc.red('-'),
  clash: pc.red('!'),
  unmanaged: pc.dim('?'),
};

export interface ReportOptions {
  /** Also what stays as it is, object by object, and differences without end. */
  readonly all?: boolean;
}

const shownDifferences = 12;

/** What people read before they say yes. */
export function planText(plan: FullPlan, { all = false }: ReportOptions = {}): string {
  const lines = [headline(plan)];
  for (const { kind, reason } of plan.unavailable) lines.push(`  ${pc.yellow('○')} ${kind}: skipped, ${reason}`);
  for (const kind of kinds) {
    const objects = plan.objects.filter((object) => object.kind === kind);
    if (objects.length === 0) continue;
    lines.push('', `${pc.bold(kind)}  ${countsText(objects)}`);
    for (const object of objects) lines.push(...objectLines(object, all));
  }
  if (plan.indexConflicts.length > 0) lines.push('', ...conflictLines(plan.indexConflicts, all));
  lines.push('', `${pc.bold('Plan')}  ${countsText(plan.objects)}`);
  return lines.join('\n');
}

function headline({ facts }: FullPlan): string {
  if (facts.isServerless) return 'OpenSearch Serverless collection';
  return `OpenSearch ${facts.version}, ${facts.dataNodes} data node${facts.dataNodes === 1 ? '' : 's'}`;
}

export function countsText(objects: readonly PlannedObject[]): string {
  const counts = countActions(objects);
  const order: Action[] = ['create', 'change', 'remove', 'clash', 'no change', 'unmanaged'];
  const parts = order.filter((action) => counts[action]).map((action) => `${counts[action]} ${action}`);
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

function objectLines(object: PlannedObject, all: boolean): string[] {
  const { action, name, changedOutside } = object;
  if (!all && (action === 'no change' || action === 'unmanaged')) return [];
  const remark =
    action === 'clash'
      ? ' exists and is not ours'
      : changedOutside
        ? ' was changed by someone else since it was applied'
        : '';
  const lines = [`  ${signs[action]} ${name}${pc.yellow(remark)}`];
  const differences = perField(object.differences);
  const shown = all ? differences : differences.slice(0, shownDifferences);
  for (const difference of shown) lines.push(`      ${differenceText(difference)}`);
  const hidden = differences.length - shown.length;
  if (hidden > 0) lines.push(pc.dim(`      … ${hidden} more; --all shows them`));
  return lines;
}

/** A field that comes or goes is one line: its type says enough. */
function perField(differences: readonly Difference[]): Difference[] {
  const whole = new Set(
    differences
      .filter(({ path, live, desired }) => path.endsWith('.type') && (live === undefined || desired === undefined))
      .map(({ path }) => path.slice(0, -'.type'.length)),
  );
  return differences.flatMap((difference) => {
    const { path } = difference;
    const field = path.slice(0, path.lastIndexOf('.'));
    if (!path.startsWith('mappings.') || !whole.has(field)) return [difference];
    return path.endsWith('.type') ? [{ ...difference, path: field }] : [];
  });
}

function differenceText({ path, live, desired }: Difference): string {
  const name = path.replace(/^mappings\.properties\./, '').replaceAll('.properties.', '.');
  if (live === undefined) return `${pc.green('+')} ${name}: ${valueText(desired)}`;
  if (desired === undefined) return `${pc.red('-')} ${name}: ${valueText(live)}`;
  return `${pc.yellow('~')} ${name}: ${valueText(live)} → ${valueText(desired)}`;
}

function valueText(value: Json | undefined): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return printable(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}

/** Names and values come from a cluster that others write to: no terminal escapes. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '�');
}

function conflictLines(conflicts: readonly IndexConflict[], all: boolean): string[] {
  const lines = [
    `${pc.bold('Indexes with other types')}  ${conflicts.length}. Templates change new indexes only; these stay as they are`,
  ];
  for (const { index, template, fields } of conflicts) {
    lines.push(`  ${pc.yellow('≠')} ${printable(index)} (${template})`);
    const shown = all ? fields : fields.slice(0, 5);
    for (const { field, live, template: wanted } of shown) {
      lines.push(`      ${printable(field)}: ${live}, template: ${wanted}`);
    }
    if (fields.length > shown.length)
      lines.push(pc.dim(`      … ${fields.length - shown.length} more; --all shows them`));
  }
  lines.push('  To bring one to the new types:');
  for (const step of reindexSteps(conflicts[0]!.index)) lines.push(`    ${step}`);
  return lines;
}

export function failuresText(failures: readonly Failure[]): string {
  return [
    pc.red(`${failures.length} failed; the rest is applied. The same command again tries these once more:`),
    ...failures.map(({ kind, name, reason }) => `  ${pc.red('✗')} ${kind}/${name}: ${printable(reason)}`),
  ].join('\n');
}
