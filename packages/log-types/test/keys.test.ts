import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { LogTypes } from '@siem/log-type';
import { findSamples } from '@siem/log-type-samples';
import { loadBuiltInLogTypes, logTypeNames, logTypesFolder } from '../src/index.ts';

describe('S3 keys', () => {
  let logTypes: LogTypes;

  beforeAll(async () => {
    logTypes = new LogTypes(await loadBuiltInLogTypes());
  });

  it.each(logTypeNames())('lead to log type %s and no other', (name) => {
    const { exampleKey } = logTypes.find(name)!;
    const keys = findSamples(join(logTypesFolder, name), exampleKey).map((sample) => sample.key);
    for (const key of [exampleKey, `log-archive/${exampleKey}`, ...keys]) {
      expect([key, logTypes.forKey(key)]).toEqual([key, expect.objectContaining({ kind: 'log-type' })]);
      expect([key, (logTypes.forKey(key) as { definition: { name: string } }).definition.name]).toEqual([key, name]);
    }
  });
});
