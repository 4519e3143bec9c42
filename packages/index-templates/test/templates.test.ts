import { beforeAll, describe, expect, it } from '@jest/globals';
import { loadBuiltInLogTypes } from '@siem/log-types';
import { buildTemplates, type FieldMapping, type Mappings, type Templates } from '../src/index.ts';

let templates: Templates;

beforeAll(async () => {
  templates = buildTemplates(await loadBuiltInLogTypes());
});

describe('index templates', () => {
  it('declare no field of one index twice with different types', () => {
    expect(templates.conflicts).toEqual([]);
  });

  it('are composed of component templates that exist', () => {
    const names = new Set(templates.components.map(({ name }) => name));
    const missing = templates.indexes.flatMap(({ body }) => body.composed_of ?? []).filter((name) => !names.has(name));
    expect(missing).toEqual([]);
  });

  it('never have equal priorities where their patterns overlap', () => {
    const patterns = templates.indexes.flatMap(({ name, body }) =>
      (body.index_patterns ?? []).map((pattern) => ({ name, pattern, priority: body.priority })),
    );
    const clashes = patterns.flatMap((a) =>
      patterns
        .filter((b) => a.name < b.name && a.priority === b.priority && overlap(a.pattern, b.pattern))
        .map((b) => `${a.name} ${b.name}`),
    );
    expect(clashes).toEqual([]);
  });

  it('map every text so that no length can refuse it', () => {
    const risky = allFields().filter(
      ({ field }) => field.type === 'keyword' && !((field['ignore_above'] as number) <= 8191),
    );
    expect(risky.map(({ path }) => path)).toEqual([]);
  });

  it('never store text and keyword twice', () => {
    expect(allFields().filter(({ field }) => field['fields'] !== undefined)).toEqual([]);
  });

  it('take as many shards as the expected volume needs', async () => {
    const { indexes } = buildTemplates(await loadBuiltInLogTypes(), {
      expectedGigabytesPerDay: { 'log-aws-cloudtrail': 13 },
      daysPerIndex: 31,
    });
    const settings = indexes.find(({ name }) => name === 'siem-log-aws-cloudtrail')?.body.template.settings;
    expect(settings).toMatchObject({ 'index.number_of_shards': '11' });
  });

  it('leave out for serverless collections what these refuse', async () => {
    const { components, indexes } = buildTemplates(await loadBuiltInLogTypes(), { serverless: true });
    const names = [...components, ...indexes].flatMap(({ body }) => Object.keys(body.template.settings ?? {}));
    expect(names.filter((name) => /shards|replicas|codec|refresh/.test(name))).toEqual([]);
  });
});

function overlap(a: string, b: string): boolean {
  const [x, y] = [a.replace(/\*$/, ''), b.replace(/\*$/, '')];
  return x.startsWith(y) || y.startsWith(x);
}

function allFields(): { path: string; field: FieldMapping }[] {
  const walk = (mappings: Mappings, prefix: string): { path: string; field: FieldMapping }[] =>
    Object.entries(mappings).flatMap(([name, field]) => [
      { path: `${prefix}${name}`, field },
      ...walk(field.properties ?? {}, `${prefix}${name}.`),
    ]);
  return [...templates.components, ...templates.indexes].flatMap(({ name, body }) =>
    walk(body.template.mappings?.properties ?? {}, `${name}: `),
  );
}
