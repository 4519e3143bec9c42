import { beforeAll, describe, expect, it } from '@jest/globals';
import { lintObjects } from '../src/lint/lint.ts';
import { type RenderedDashboard, renderDashboards, toNdjson } from '../src/render/render.ts';

type Line = Record<string, never> & {
  type: string;
  id: string;
  attributes: Record<string, string>;
  references: object[];
};

let rendered: RenderedDashboard[];
beforeAll(async () => {
  rendered = await renderDashboards();
});

function lines(name: string): Line[] {
  const { objects } = rendered.find((dashboard) => dashboard.name === name)!;
  return toNdjson(objects)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

function find(objects: Line[], type: string, part = ''): Line {
  return objects.find((object) => object.type === type && object.id.includes(part))!;
}

function change(line: Line, attribute: string, edit: (value: never) => unknown): void {
  line.attributes[attribute] = JSON.stringify(edit(JSON.parse(line.attributes[attribute]!) as never));
}

describe('rendered dashboards', () => {
  it('have no problem, each file by itself', () => {
    for (const { name } of rendered)
      expect({ name, problems: lintObjects(lines(name)) }).toEqual({ name, problems: [] });
  });

  it('have ids and file names of their own', () => {
    const ids = rendered.flatMap(({ objects }) =>
      objects.filter(({ type }) => type !== 'index-pattern').map(({ id }) => id),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(rendered.map(({ file }) => file)).size).toBe(rendered.length);
  });

  it('have one index pattern for one title, equal in every file', () => {
    const texts = new Map<string, string>();
    for (const object of rendered.flatMap(({ objects }) => objects)) {
      if (object.type !== 'index-pattern') continue;
      const text = JSON.stringify(object);
      expect(texts.get(object.id) ?? text).toBe(text);
      texts.set(object.id, text);
    }
  });

  it('name no address of an outside service', () => {
    for (const { objects } of rendered) {
      const addresses = toNdjson(objects).match(/https?:\/\/[\w.-]+/g) ?? [];
      // The name of Vega's schema; nothing loads it.
      expect(addresses.filter((address) => address !== 'https://vega.github.io')).toEqual([]);
    }
  });
});

describe('a table that is sorted by a column', () => {
  it('opens sorted, the lowest first', () => {
    // Act
    const { attributes } = lines('pipeline-health').find(({ id }) => id === 'siem-pipeline-health-silent-sources')!;
    // Assess
    const { aggs } = JSON.parse(attributes['visState']!) as { aggs: { schema: string; params: { order: string } }[] };
    const heads = aggs.filter(({ schema }) => schema === 'bucket');
    expect(heads.map(({ params }) => params.order)).toEqual(['asc', 'asc', 'asc']);
    expect(JSON.parse(attributes['uiStateJSON']!)).toEqual({
      vis: { sortColumn: { colIndex: heads.length, direction: 'asc' } },
    });
  });
});

describe('the linter', () => {
  const cases: readonly (readonly [string, (objects: Line[]) => void, RegExp])[] = [
    [
      'an unknown attribute',
      (o) => Object.assign(find(o, 'search').attributes, { colour: 'red' }),
      /Unrecognized key: "colour"/,
    ],
    [
      'embedded JSON that is none',
      (o) => Object.assign(find(o, 'dashboard').attributes, { panelsJSON: '[{' }),
      /is no JSON/,
    ],
    [
      'a reference to what the file does not hold',
      (o) => o.splice(o.indexOf(find(o, 'index-pattern')), 1),
      /does not hold/,
    ],
    ['an object twice', (o) => o.push(structuredClone(find(o, 'search'))), /stands twice/],
    [
      'panels that overlap',
      (o) =>
        change(find(o, 'dashboard'), 'panelsJSON', (panels: { gridData: { y: number } }[]) => {
          panels[3]!.gridData.y = 0;
          panels[3]!.gridData = { ...panels[3]!.gridData, x: 0 } as never;
          return panels;
        }),
      /overlap/,
    ],
    [
      'a panel beyond the grid',
      (o) =>
        change(find(o, 'dashboard'), 'panelsJSON', (panels: { gridData: { w: number } }[]) => {
          panels[0]!.gridData.w = 60;
          return panels;
        }),
      /ends at column 60/,
    ],
    [
      'a legend where there is none',
      (o) =>
        change(
          find(o, 'visualization', 'source-networks'),
          'visState',
          (state: { params: { legendPosition: string } }) => {
            state.params.legendPosition = 'middle';
            return state;
          },
        ),
      /legendPosition/,
    ],
    [
      'a field that nobody names',
      (o) =>
        change(find(o, 'visualization', 'source-networks'), 'visState', (state: { aggs: { params: object }[] }) => {
          state.aggs[1]!.params = { ...state.aggs[1]!.params, field: 'source.as.organisation' };
          return state;
        }),
      /terms of 'source.as.organisation'/,
    ],
    [
      'an aggregation that the field cannot take',
      (o) =>
        change(find(o, 'visualization', 'source-networks'), 'visState', (state: { aggs: object[] }) => {
          state.aggs[0] = { id: '1', enabled: true, type: 'sum', schema: 'metric', params: { field: 'user.name' } };
          return state;
        }),
      /sum of 'user.name' \(string\); right is number/,
    ],
    [
      'counting text',
      (o) =>
        change(find(o, 'visualization', 'source-networks'), 'visState', (state: { aggs: { params: object }[] }) => {
          state.aggs[1]!.params = { ...state.aggs[1]!.params, field: '@message' };
          return state;
        }),
      /'@message', whose values cannot be counted/,
    ],
    [
      'an aggregation in a place that the chart does not have',
      (o) =>
        change(find(o, 'visualization', 'source-networks'), 'visState', (state: { aggs: { schema: string }[] }) => {
          state.aggs[1]!.schema = 'bucket';
          return state;
        }),
      /a pie has no place 'bucket'/,
    ],
    [
      'a map that loads its shapes from outside',
      (o) =>
        change(find(o, 'visualization', 'map'), 'visState', (state: { params: { spec: string } }) => {
          const spec = JSON.parse(state.params.spec) as { data: { url?: unknown; values?: unknown }[] };
          spec.data[1] = { ...spec.data[1], url: 'https://maps.example.com/world.json' };
          delete spec.data[1]!.values;
          state.params.spec = JSON.stringify(spec);
          return state;
        }),
      /is loaded from https:\/\/maps.example.com/,
    ],
    [
      'a specification that Vega refuses',
      (o) =>
        change(find(o, 'visualization', 'map'), 'visState', (state: { params: { spec: string } }) => {
          state.params.spec = state.params.spec.replace('"projection":"projection"', '"projection":"globe"');
          return state;
        }),
      /Vega refuses it/,
    ],
    [
      'a format of durations that Dashboards cannot call',
      (o) =>
        change(find(o, 'index-pattern'), 'fieldFormatMap', (formats: Record<string, { params: object }>) => {
          formats['event.duration']!.params = { ...formats['event.duration']!.params, outputFormat: 'humanizePrecise' };
          return formats;
        }),
      /outputFormat/,
    ],
    [
      'a column that is no field',
      (o) => (find(o, 'search').attributes['columns'] = ['no.such.field'] as never),
      /'no.such.field' is no field/,
    ],
  ];

  it.each(cases)('finds %s', (_, damage, message) => {
    // Prepare
    const objects = lines('cloudtrail');
    // Act
    damage(objects);
    // Assess
    expect(lintObjects(objects).join('\n')).toMatch(message);
  });
});
