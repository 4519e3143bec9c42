import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { findSamples, readExpected } from '@siem/log-type-samples';
import { logTypeNames, logTypesFolder } from '../src/index.ts';
import { ecsProblems } from './ecs-problems.ts';

/** What existing indexes and dashboards of the reference hold, so that we write it although ECS says otherwise. */
const kept: readonly { logTypes: readonly string[]; problem: RegExp; reason: string }[] = [
  {
    logTypes: ['waf'],
    problem:
      /^event\.type: (?:(?:allowed|denied) with event\.category web|none of (?:allowed|denied) is one of .* web)$/,
    reason: 'The category is the reference’s; without the type nobody could tell what the firewall refused.',
  },
  {
    logTypes: ['securityhub', 'securitylake', 'ocsf-json'],
    problem: /^rule\.id: an array/,
    reason: 'The reference writes the list of a finding’s types.',
  },
  {
    logTypes: ['inspector', 'inspector-report'],
    problem: /^vulnerability\.reference: an array/,
    reason: 'The reference writes the list of references.',
  },
  {
    logTypes: ['config-history', 'config-snapshot', 'config-rules'],
    problem: /^tags: no array: \{/,
    reason: 'Raw field of the reference’s documents; the index template makes it a flat_object.',
  },
];

const documents = logTypeNames().flatMap((name) =>
  findSamples(join(logTypesFolder, name), '').flatMap((sample) =>
    (readExpected(sample)?.documents ?? []).map(({ _source: source }) => ({ name, sample: sample.name, source })),
  ),
);

describe('ECS', () => {
  it.each(logTypeNames())('defines types, values and combinations that documents of %s have', (name) => {
    const problems = documents
      .filter((document) => document.name === name)
      .flatMap(({ sample, source }) => ecsProblems(source).map((problem) => `${sample}: ${problem}`))
      .filter(
        (text) => !kept.some((one) => one.logTypes.includes(name) && one.problem.test(text.replace(/^\S+: /, ''))),
      );
    expect([...new Set(problems)]).toEqual([]);
  });

  it('is departed from only where documents still do', () => {
    for (const { logTypes, problem } of kept) {
      const found = documents.some(
        ({ name, source }) => logTypes.includes(name) && ecsProblems(source).some((one) => problem.test(one)),
      );
      expect([problem.source, found]).toEqual([problem.source, true]);
    }
  });
});

describe('ecsProblems', () => {
  it.each([
    ['a wrong type', { source: { port: 'high' } }, 'source.port: no long: "high"'],
    ['a missing array', { related: { ip: '192.0.2.1' } }, 'related.ip: no array: "192.0.2.1"'],
    ['an unwanted array', { user: { name: ['a', 'b'] } }, 'user.name: an array: ["a","b"]'],
    ['no address', { source: { ip: 'localhost' } }, 'source.ip: no ip: "localhost"'],
    ['an unknown value', { event: { kind: 'events' } }, 'event.kind: events'],
    [
      'a type of another category',
      { event: { category: ['web'], type: ['access', 'start'] } },
      'event.type: start with event.category web',
    ],
    [
      'a category without a type',
      { event: { category: ['web'] } },
      'event.type: none of nothing is one of event.category web',
    ],
  ])('finds %s', (_name, source, problem) => {
    expect(ecsProblems(source)).toEqual([problem]);
  });

  it('finds nothing in what ECS allows or does not know', () => {
    expect(ecsProblems({ own: { port: 'high' }, event: { category: ['iam'], type: ['user', 'change'] } })).toEqual([]);
  });
});
