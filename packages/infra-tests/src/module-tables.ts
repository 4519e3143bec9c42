import { expressionText, type HclBlock, readHcl } from './hcl.ts';

/** Longer types are told below the table. */
const maxTypeLength = 40;

/** Variables and outputs of a module or example as Markdown, the required variables first. */
export function moduleTables(folder: string): string {
  const { variable = {}, output = {} } = readHcl(folder);
  const variables = Object.entries(variable).map(([name, [block = {}]]) => describeVariable(name, block));
  const inOrder = [...variables.filter((each) => each.required), ...variables.filter((each) => !each.required)];
  const outputs = Object.entries(output).map(([name, [block = {}]]) => [`\`${name}\``, descriptionOf(block)]);
  const types = inOrder
    .filter(({ type }) => type.length > maxTypeLength)
    .map(({ name, type }) => `\`${name}\`:\n\n\`\`\`hcl\n${type}\n\`\`\``);
  return [
    '### Variables',
    table(
      ['variable', 'type', 'default', 'description'],
      inOrder.map(({ name, type, fallback, description }) => [
        `\`${name}\``,
        type.length > maxTypeLength ? `\`${shortType(type)}\`, below` : `\`${type}\``,
        fallback,
        description,
      ]),
    ),
    ...types,
    '### Outputs',
    outputs.length > 0 ? table(['output', 'description'], outputs) : 'None.',
  ].join('\n\n');
}

function describeVariable(name: string, block: HclBlock) {
  const required = !('default' in block);
  return {
    name,
    required,
    type: expressionText(block['type'] ?? 'any'),
    fallback: required ? 'required' : `\`${expressionText(JSON.stringify(block['default']))}\``,
    description: descriptionOf(block),
  };
}

function descriptionOf(block: HclBlock): string {
  return String(block['description'] ?? '').trim();
}

/** `map(object)` of `map(object({ ... }))`. */
function shortType(type: string): string {
  return type.replace(/\(\{[\s\S]*\}\)/, '');
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cellText).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function cellText(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');
}
