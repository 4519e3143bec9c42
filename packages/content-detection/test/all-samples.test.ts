import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { fileSource } from '@siem/decompression';
import { type LogTypeDefinition, LogTypes } from '@siem/log-type';
import { findSamples } from '@siem/log-type-samples';
import { loadBuiltInLogTypes, logTypeNames, logTypesFolder } from '@siem/log-types';
import { detectLogType } from '../src/index.ts';

let logTypes: readonly LogTypeDefinition[];

beforeAll(async () => {
  logTypes = new LogTypes(await loadBuiltInLogTypes()).all;
});

/** Log types whose records nothing but the key tells from those of another, with the one that is found. */
const equals: Readonly<Record<string, readonly string[]>> = {
  // The combined format, in containers or not, and what API Gateway's users choose.
  'apache-ecs': ['apache-access'],
  apigateway: ['apache-access'],
  'nginx-access': ['apache-access'],
  // The same records in an array of the same name.
  'config-snapshot': ['config-history'],
  // A rule that lets in all of AWS Config's events.
  'config-rules': ['config-history'],
  // Security events of domain controllers are those of any Windows.
  'directory-service': ['windows-event'],
  // Services log into either file, as syslogd is told.
  'linux-secure': ['linux-os-syslog'],
  // OCSF, whoever wrote it.
  securitylake: ['ocsf-json'],
};

/** Samples that hold nothing a log type could be told by. */
const untold: Readonly<Record<string, string>> = {
  'alb-connection/truncated': 'no line is whole',
  'apache-access/json': 'members have the names that people give them',
  'cloudtrail-lake/counts': 'a query may ask for anything',
  'container/default': "applications' own text",
  'container/lines': "applications' own text",
  'vpcflowlogs/chosen': 'no field is in every selection of fields',
};

const samples = logTypeNames().flatMap((name) =>
  findSamples(join(logTypesFolder, name), '').map((sample) => ({ name, sample: sample.name, file: sample.file })),
);

describe('content of samples under an unknown key', () => {
  it.each(samples)('tells $name of $sample', async ({ name, sample, file }) => {
    const detection = await detectLogType(await fileSource(file), logTypes);
    const found = detection?.definition.name ?? 'nothing';
    const right = untold[`${name}/${sample}`] === undefined ? [name, ...(equals[name] ?? [])] : ['nothing'];
    expect(right).toContain(found);
  });
});
