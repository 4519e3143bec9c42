import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { findSamples, readExpected } from '@siem/log-type-samples';
import { loadBuiltInLogType, logTypeNames, logTypesFolder } from '@siem/log-types';
import { DriftCounter, knownFields } from '../src/index.ts';

async function knownOf(name: string) {
  const samples = findSamples(join(logTypesFolder, name), '').flatMap(
    (sample) => readExpected(sample)?.documents ?? [],
  );
  return knownFields(
    await loadBuiltInLogType(name),
    samples.map(({ _source }) => _source),
  );
}

describe('fields that nobody has seen', () => {
  it('are counted by log type, with an example', async () => {
    // Prepare
    const known = await knownOf('cloudtrail');
    const counter = new DriftCounter((logType) => (logType === 'cloudtrail' ? known : undefined));

    // Act
    counter.add('cloudtrail', { eventName: 'A', newThing: { inside: [{ deep: 1 }, { deep: 2 }] } });
    counter.add('cloudtrail', {
      eventName: 'B',
      newThing: { inside: [{ deep: 3 }] },
      requestParameters: { any: { name: 1 } },
    });
    counter.add('somebody else', { x: 1 });

    // Assess
    expect(counter.rows()).toEqual([
      { logType: 'cloudtrail', field: 'newThing.inside.deep', documents: 2, example: 2 },
    ]);
  });

  it('stay bounded when names are made up without end', () => {
    const counter = new DriftCounter(() => ({ fields: new Set(), open: new Set() }));
    for (let i = 0; i < 5000; i++) counter.add('x', { [`name${i}`]: 1 });
    const rows = counter.rows();
    expect(rows).toHaveLength(2001);
    expect(rows[0]).toMatchObject({ field: '*', documents: 3000 });
  });

  it.each(logTypeNames())('are none in the own samples of %s', async (name) => {
    const known = await knownOf(name);
    const counter = new DriftCounter(() => known);
    for (const sample of findSamples(join(logTypesFolder, name), ''))
      for (const { _source } of readExpected(sample)?.documents ?? []) counter.add(name, _source);
    expect(counter.rows()).toEqual([]);
  });
});
