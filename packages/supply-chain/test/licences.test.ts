import { describe, expect, it } from '@jest/globals';
import { licenceProblems } from '../src/licences.ts';

const component = (name: string, ...ids: string[]) => ({
  name,
  version: '1.0.0',
  licenses: ids.map((id) => (id.includes(' ') ? { expression: id } : { license: { id } })),
});

describe('licences', () => {
  it('that are free are taken, alone and by choice', () => {
    expect(
      licenceProblems([component('a', 'MIT'), component('b', '(GPL-2.0 OR MIT)'), component('c', 'MIT AND ISC')]),
    ).toEqual([]);
  });

  it('that are not, and missing ones, are named', () => {
    const problems = licenceProblems([component('a', 'GPL-3.0'), component('b'), component('c', 'MIT AND GPL-2.0')]);
    expect(problems.map((problem) => problem.split(';')[0])).toEqual([
      'a@1.0.0 has GPL-3.0',
      'b@1.0.0 names no licence',
      'c@1.0.0 has MIT AND GPL-2.0',
    ]);
  });

  it('of our own packages are that of the repository', () => {
    expect(licenceProblems([{ name: '@siem/queue', version: '0.1.0' }])).toEqual([]);
  });
});
