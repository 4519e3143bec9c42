import { globSync, readFileSync } from 'node:fs';
import { Client } from '@opensearch-project/opensearch';
import { loadBuiltInLogTypes, logTypesFolder } from '@siem/log-types';
import { applyTemplates, buildTemplates, countFields } from './src/index.ts';

const client = new Client({ node: process.argv[2]! });
await client.indices.delete({ index: 'log-*,metrics-*', ignore_unavailable: true });
const defs = await loadBuiltInLogTypes();
console.log(
  buildTemplates(defs).conflicts,
  buildTemplates(defs)
    .components.map((c) => [c.name, countFields((c.body.template.mappings!.properties as any) ?? {})].join(':'))
    .join(' '),
);
console.time('apply');
console.log((await applyTemplates(client)).length);
console.timeEnd('apply');
const lines: string[] = [];
const ids: string[] = [];
for (const f of globSync(`${logTypesFolder}/*/*.expected.json`))
  for (const d of JSON.parse(readFileSync(f, 'utf8')).documents) {
    lines.push(
      JSON.stringify({ create: { _index: d._index, _id: `${d._id}-${ids.length}` } }),
      JSON.stringify(d._source),
    );
    ids.push(f);
  }
const { body } = await client.bulk({ body: lines.join('\n') + '\n', refresh: true });
let bad = 0;
body.items.forEach((it: any, i: number) => {
  if (it.create.error) {
    bad++;
    console.log(ids[i], JSON.stringify(it.create.error).slice(0, 300));
  }
});
console.log('docs', ids.length, 'rejected', bad);
const ign = await client.search({
  index: 'log-*',
  size: 100,
  _source: false,
  body: { query: { exists: { field: '_ignored' } } },
} as any);
console.log('ignored', new Set((ign.body.hits.hits as any[]).map((h) => h._index + ' ' + h._ignored)));
const map = await client.indices.getMapping({ index: 'log-*' });
for (const [i, m] of Object.entries(map.body as any)) console.log(i, countFields((m as any).mappings.properties));
