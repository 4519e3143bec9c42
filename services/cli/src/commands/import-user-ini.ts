import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printable } from '@siem/bootstrap';
import { convertUserIni } from '@siem/user-ini';
import Table from 'cli-table3';
import type { Command } from 'commander';
import { userPath } from '../paths.ts';

interface Options {
  out: string;
  force: boolean;
  json: boolean;
}

export function addImportUserIniCommand(program: Command): void {
  program
    .command('import-user-ini')
    .description('Turn user.ini of SIEM on Amazon OpenSearch Service into log types in YAML, and say what could not be')
    .argument('<file>', 'user.ini')
    .option('--out <dir>', 'directory for the files', 'custom')
    .option('--force', 'write over files that are there', false)
    .option('--json', 'for machines', false)
    .action(importUserIni);
}

function importUserIni(file: string, { out, force, json }: Options): void {
  const { logTypes, notes } = convertUserIni(readFileSync(userPath(file), 'utf8'));
  const folder = userPath(out);
  mkdirSync(folder, { recursive: true });
  const files = logTypes.map(({ name, yaml }) => ({ path: join(folder, `${name}.yaml`), yaml }));
  const present = files.filter(({ path }) => existsSync(path));
  if (present.length > 0 && !force)
    throw new Error(`${present.map(({ path }) => path).join(', ')} would be written over; --force does it`);
  for (const { path, yaml } of files) writeFileSync(path, yaml);
  if (json) {
    console.log(JSON.stringify({ files: files.map(({ path }) => path), notes }));
    return;
  }
  for (const { path } of files) console.log(path);
  if (notes.length === 0) return;
  const table = new Table({
    head: ['line', 'section', 'key', 'needs a look'],
    style: { head: [], border: [], compact: true },
    colWidths: [6, 18, 26, 76],
    wordWrap: true,
  });
  for (const { line, section, key, text } of notes)
    table.push([line, printable(section), printable(key), printable(text)]);
  console.log(table.toString());
}
