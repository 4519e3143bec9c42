import { fileSource, openBody } from '@siem/decompression';
import { Document } from 'yaml';
import { guessEcs, guessTime } from './guess.ts';
import { type Sniffed, sniff } from './sniff.ts';

export interface Draft extends Sniffed {
  /** A definition that loads and parses the sample; for a person to go on with. */
  yaml: string;
}

const sampleBytes = 256 * 1024;

/**
 * Proposes a log type for a file of an unknown kind.
 * @throws Error when the file is empty or cannot be read
 */
export async function draftLogType(file: string, name: string): Promise<Draft> {
  const sniffed = sniff(await beginning(file));
  return { ...sniffed, yaml: toYaml(name, sniffed) };
}

async function beginning(file: string): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const body of openBody(await fileSource(file))) {
    for await (const piece of body.bytes) {
      pieces.push(Buffer.from(piece));
      bytes += piece.length;
      if (bytes >= sampleBytes) break;
    }
    break;
  }
  const text = Buffer.concat(pieces).toString('utf8');
  return bytes < sampleBytes ? text : text.slice(0, text.lastIndexOf('\n') + 1 || text.length);
}

function toYaml(name: string, { format, fields, note }: Sniffed): string {
  const time = guessTime(fields);
  const ecs = guessEcs(fields);
  const addresses = ['source', 'destination'].filter((group) => `${group}.ip` in ecs);
  const related = addresses.map((group) => ecs[`${group}.ip`]!);
  const document = new Document({
    name,
    title: name,
    keys: [`/${name}/`],
    exampleKey: `logs/${name}/2026/01/30/a.log`,
    index: `log-${name}`,
    format,
    timestamp:
      time ??
      (format['kind'] === 'syslog' ? { from: 'timestamp', format: 'iso8601' } : { from: '@key', format: 'iso8601' }),
    cloudProvider: false,
    ecs: {
      'event.kind': { value: 'event' },
      ...ecs,
      ...(related.length > 0 && { 'related.ip': { all: related } }),
      ...('user.name' in ecs && { 'related.user': { all: [ecs['user.name']] } }),
    },
    ...(addresses.length > 0 && { geoip: addresses, threat: { ip: addresses.map((group) => `${group}.ip`) } }),
  });
  const rest = [...fields.keys()].filter((field) => !Object.values(ecs).includes(field) && field !== time?.from);
  document.commentBefore = [
    ` A draft: ${note}.`,
    ' Look at keys, index, timestamp and ecs, put samples beside it and run `siem log-types test`.',
    ...(time === undefined ? [' No field holds a time that is known: the time in the S3 key stands in.'] : []),
    ...(rest.length === 0 ? [] : [` Not mapped, but kept and searchable: ${rest.slice(0, 40).join(', ')}`]),
  ].join('\n');
  return document.toString({ lineWidth: 0 });
}
