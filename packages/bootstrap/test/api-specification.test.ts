import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { loadBuiltInLogTypes } from '@siem/log-types';
import { desiredState } from '../src/desired/desired-state.ts';
import type { DesiredObject, Kind } from '../src/model.ts';
import { parseOptions } from '../src/options.ts';

// The client's types are generated from OpenSearch's API specification, so the compiler that checks our code checks what
// we send, too: a literal with a key that the specification does not have is an error.

/** Alerting has no specification; packages/alerting has schemas of its own. */
const requests: Partial<Record<Kind, string>> = {
  'component-template': 'Cluster_PutComponentTemplate_RequestBody',
  'index-template': 'Indices_PutIndexTemplate_RequestBody',
  'ism-policy': "Ism_PutPolicy_Request['body']",
  role: "Security_CreateRole_Request['body']",
  'role-mapping': "Security_CreateRoleMapping_Request['body']",
  channel: "Notifications_CreateConfig_Request['body']['config']",
};

/**
 * In the specification a time limit of a lifecycle action is an object; OpenSearch takes the text of its documentation.
 * @see https://docs.opensearch.org/latest/im-plugin/ism/policies/
 */
const withoutTimeLimits = (json: string) => json.replaceAll(/"timeout":"\w+",?/g, '');

const root = join(import.meta.dirname, '../../..');
const folder = join(import.meta.dirname, '../node_modules/.cache/api-specification');

async function declared(isServerless: boolean): Promise<DesiredObject[]> {
  const options = {
    // Without UltraWarm and cold storage, which only Amazon's service has: the specification is OpenSearch's.
    lifecycle: { snapshotRepository: 'backup' },
    security: {
      writers: { backendRoles: ['arn:aws:iam::111122223333:role/worker'] },
      accountGroups: { shop: { accounts: ['111122223333'], users: ['maria'] } },
    },
    alerting: { channels: { security: { type: 'sns', topicArn: 'arn:aws:sns:eu-west-1:111122223333:alerts' } } },
  };
  return desiredState({
    definitions: await loadBuiltInLogTypes(),
    options: parseOptions(isServerless ? {} : options, 'test'),
    facts: { isServerless, version: '3.8.0', dataNodes: 3 },
    savedObjects: [],
  });
}

/** What the compiler says about the objects' bodies, as `object: message`. */
async function faultsIn(name: string, objects: readonly DesiredObject[]): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const lines = ["import type { API } from '@opensearch-project/opensearch';"];
  for (const { kind, body } of objects)
    lines.push(`export const x${lines.length}: API.${requests[kind]} = ${withoutTimeLimits(JSON.stringify(body))};`);
  writeFileSync(join(folder, `${name}.ts`), `${lines.join('\n')}\n`);
  const configuration = join(folder, `${name}.json`);
  const extended = join(root, 'tsconfig.base.json');
  writeFileSync(
    configuration,
    JSON.stringify({ extends: extended, include: [`${name}.ts`], compilerOptions: { noEmit: true } }),
  );
  const output = await promisify(execFile)(join(root, 'node_modules/.bin/tsc'), ['-p', configuration]).then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  );
  return [...output.matchAll(/\.ts\((\d+),\d+\): error TS\d+: (.*)/g)].map(
    ([, line, message]) => `${objects[Number(line) - 2]?.name}: ${message}`,
  );
}

const specified = ({ kind }: DesiredObject) => requests[kind] !== undefined;

describe('what bootstrap sends', () => {
  it.each([
    ['domains', false],
    ['serverless collections', true],
  ])('to %s is what the API specification describes', async (_, isServerless) => {
    const objects = (await declared(isServerless)).filter(specified);
    expect(objects.length).toBeGreaterThan(50);
    expect(await faultsIn(`declared-${isServerless}`, objects)).toEqual([]);
  });

  it.each<[string, Kind, (body: string) => string]>([
    ['a mapping', 'component-template', (body) => body.replace('"ignore_above"', '"ignore_abov"')],
    ['a type', 'component-template', (body) => body.replace('"type":"keyword"', '"type":"keywort"')],
    ['a template', 'index-template', (body) => body.replace('"composed_of"', '"composedOf"')],
    ['a policy', 'ism-policy', (body) => body.replace('"default_state"', '"defaultState"')],
    ['a role', 'role', (body) => body.replace('"allowed_actions"', '"allow"')],
  ])('would be found wrong where %s has a key or value that is not there', async (_, kind, damage) => {
    // Prepare
    const object = (await declared(false)).find(
      (one) => one.kind === kind && damage(JSON.stringify(one.body)) !== JSON.stringify(one.body),
    )!;
    const damaged = { ...object, body: JSON.parse(damage(JSON.stringify(object.body))) as DesiredObject['body'] };

    // Act & assess
    expect(await faultsIn(`damaged-${kind}`, [damaged])).not.toEqual([]);
  });
});
