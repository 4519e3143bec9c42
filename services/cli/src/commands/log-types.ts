import { printable } from '@siem/bootstrap';
import { allLogTypes, jsonSchema } from '@siem/custom-log-types';
import { draftLogType } from '@siem/log-type-draft';
import Table from 'cli-table3';
import type { Command } from 'commander';
import pc from 'picocolors';
import { type TestedSample, testFolder } from '../log-types/test-folder.ts';
import { userPath } from '../paths.ts';

export function addLogTypesCommand(program: Command): void {
  const logTypes = program.command('log-types').description('Log types: those there are, and those of your own');
  logTypes
    .command('list')
    .description('Log types with their keys and indexes')
    .option('--custom-dir <dir>', 'directory with log types of your own')
    .option('--json', 'for machines', false)
    .action(list);
  logTypes
    .command('schema')
    .description('JSON Schema of a log type in YAML, for editors')
    .action(() => console.log(JSON.stringify(jsonSchema(), null, 2)));
  logTypes
    .command('test')
    .description(
      'Run the samples of a folder: <type>.yaml, and beside it <type>/ with <case>.log and <case>.expected.json',
    )
    .argument('<dir>', 'folder with definitions')
    .option('--update', 'write the expectations, for you to read', false)
    .option('--json', 'for machines', false)
    .action(test);
  logTypes
    .command('draft')
    .description('Propose a definition for logs of an unknown kind, on standard output')
    .argument('<file>', 'sample, compressed or not')
    .option('--name <name>', 'of the log type', 'my-log')
    .action(async (file: string, { name }: { name: string }) => {
      process.stdout.write((await draftLogType(userPath(file), name)).yaml);
    });
}

async function list({ customDir, json }: { customDir?: string; json: boolean }): Promise<void> {
  const all = await allLogTypes(customDir === undefined ? undefined : userPath(customDir));
  const rows = all
    .map(({ name, title, format, index, keys }) => ({
      name,
      title,
      format: format.kind,
      index,
      keys: keys.map(({ source }) => source),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  if (json) {
    console.log(JSON.stringify(rows));
    return;
  }
  const table = new Table({
    head: ['name', 'title', 'format', 'index'],
    style: { head: [], border: [], compact: true },
  });
  for (const { name, title, format, index } of rows) table.push([name, title, format, index]);
  console.log(table.toString());
  console.log(`${rows.length} log types; docs/log-types.md says more, --json shows the key patterns.`);
}

async function test(folder: string, { update, json }: { update: boolean; json: boolean }): Promise<void> {
  const results = await testFolder(userPath(folder), update);
  const failed = results.filter(({ ok }) => !ok);
  if (json) console.log(JSON.stringify(results));
  else {
    for (const result of results) printSample(result);
    console.log(`\n${results.length - failed.length} passed, ${failed.length} failed`);
  }
  if (failed.length > 0 || results.length === 0) process.exitCode = 1;
}

function printSample({ logType, sample, ok, note, differences }: TestedSample): void {
  console.log(`${ok ? pc.green('✔') : pc.red('✘')} ${logType}/${sample}  ${pc.dim(note)}`);
  for (const line of differences) {
    const colour = line.startsWith('+') ? pc.green : line.startsWith('-') ? pc.red : pc.yellow;
    console.log(`    ${colour(printable(line))}`);
  }
}
