import { parse } from 'csv-parse/sync';
import { download } from './download.ts';
import type { ThreatList } from './settings.ts';

export interface ListFile {
  /** Below `threat/`: the folder names the provider. */
  readonly path: string;
  readonly content: Buffer;
}

/** A list as the workers read it. @throws Error saying what is wrong with it */
export async function fetchThreatList(name: string, { url, format, column }: ThreatList): Promise<ListFile> {
  const content = await download(url);
  if (content.length === 0) throw new Error(`${name}: the list is empty`);
  if (format === 'stix') return { path: `${name}/${name}.json`, content: checkedStix(name, content) };
  if (format === 'text' || column == null) return { path: `${name}/${name}.txt`, content };
  return { path: `${name}/${name}.txt`, content: Buffer.from(`${columnOf(name, content, column).join('\n')}\n`) };
}

function checkedStix(name: string, content: Buffer): Buffer {
  const bundle = JSON.parse(content.toString('utf8')) as { objects?: unknown };
  if (!Array.isArray(bundle.objects)) throw new Error(`${name}: is no STIX bundle, it has no objects`);
  return content;
}

function columnOf(name: string, content: Buffer, column: string): string[] {
  const rows = parse(content, { bom: true, columns: true, relax_column_count: true, skip_empty_lines: true }) as Record<
    string,
    string
  >[];
  if (rows[0] !== undefined && !(column in rows[0]))
    throw new Error(`${name}: there is no column '${column}'; there are ${Object.keys(rows[0]).join(', ')}`);
  return rows.map((row) => row[column]!).filter((value) => value !== '');
}
