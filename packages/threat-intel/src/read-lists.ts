import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { readCsv } from './formats/csv.ts';
import { readFeodoTracker } from './formats/feodo-tracker.ts';
import { readPlainText } from './formats/plain-text.ts';
import { readStix } from './formats/stix.ts';
import { readTorExits } from './formats/tor-exits.ts';
import type { ListedIndicator } from './indicator.ts';

export interface ListFile {
  /** Contents, UTF-8. */
  text: string;
  /** File name; the name of its indicators where they have none. */
  name: string;
  /** Folder that the file stands in, else `custom`. */
  provider: string;
  /** ISO 8601. */
  modifiedAt: string;
}

/** A file or entry that could not be used; the others are. */
export interface ListProblem {
  file: string;
  reason: string;
}

export interface ThreatListFiles {
  indicators: ListedIndicator[];
  problems: ListProblem[];
  /** Changes when a file does. */
  signature: string;
}

/** Folders that the reference sorts its lists into; not a provider's name. */
const layoutFolders = new Set(['ioc', 'txt', 'stix2', 'stix', 'csv', 'tmp', 'custom']);
const maxFileBytes = 512 * 1024 * 1024;

/**
 * Reads every file of a directory and its subfolders; what form a list has is told by its content: plain text, CSV with a
 * header, STIX 2.x bundle, Tor's exit addresses, abuse.ch Feodo Tracker. The folder is the provider.
 * @throws Error naming the directory when it cannot be read
 */
export function readThreatLists(directory: string): ThreatListFiles {
  const result: ThreatListFiles = { indicators: [], problems: [], signature: listSignature(directory) };
  for (const path of listFiles(directory)) {
    const file = relative(directory, path);
    try {
      const { mtime, size } = statSync(path);
      if (size > maxFileBytes) throw new Error(`has ${size} bytes; at most ${maxFileBytes} are read`);
      const list: ListFile = {
        text: readFileSync(path, 'utf8').replace(/^\ufeff/, ''),
        name: basename(path),
        provider: providerOf(file),
        modifiedAt: mtime.toISOString().replace(/\.\d+Z$/, 'Z'),
      };
      for (const indicator of readList(list)) result.indicators.push(indicator);
    } catch (error) {
      result.problems.push({ file, reason: (error as Error).message });
    }
  }
  return result;
}

/** Names, sizes and times of the files. */
export function listSignature(directory: string): string {
  return listFiles(directory)
    .map((path) => {
      const { mtimeMs, size } = statSync(path);
      return `${path} ${size} ${mtimeMs}`;
    })
    .join('\n');
}

function listFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function providerOf(file: string): string {
  const folder = dirname(file).split(sep).at(-1) ?? '.';
  return folder === '.' || layoutFolders.has(folder.toLowerCase()) ? 'custom' : folder;
}

function readList(list: ListFile): Iterable<ListedIndicator> {
  const { text } = list;
  if (/^\s*[{[]/.test(text)) return readJson(list, JSON.parse(text) as unknown);
  if (/^ExitNode /m.test(text)) return readTorExits(list);
  const header = text.split('\n').find((line) => line.trim() !== '' && !line.startsWith('#'));
  return header?.includes(',') === true ? readCsv(list) : readPlainText(list);
}

function readJson(list: ListFile, value: unknown): Iterable<ListedIndicator> {
  if (Array.isArray(value)) return readFeodoTracker(list, value);
  const { objects } = value as { objects?: unknown };
  if (Array.isArray(objects)) return readStix(list, objects);
  throw new Error(`is JSON but neither a STIX 2.x bundle ("objects") nor a list of {"ip_address", ...}`);
}
