import { describe, expect, it } from '@jest/globals';
import { auditDependencies, readAudit } from '../src/audit.ts';

const advisory = (severity: string) => ({ module_name: 'x', severity, title: 'bad', url: 'https://example.com/1' });

describe('the dependency audit', () => {
  it('names what is high or critical', () => {
    const output = JSON.stringify({ advisories: { 1: advisory('moderate'), 2: advisory('critical') } });
    expect(readAudit(output, '')).toEqual({ kind: 'done', found: ['x: critical, bad (https://example.com/1)'] });
  });

  it.each([
    ['', 'getaddrinfo ENOTFOUND'],
    ['{"error":{"message":"responded with 405"}}', ''],
  ])('says when there is no answer: %j', (output, problem) => {
    expect(readAudit(output, problem)).toMatchObject({
      kind: 'unavailable',
      reason: expect.stringMatching(/405|ENOTFOUND/),
    });
  });

  it('finds nothing in what is deployed, where the registry answers', () => {
    const audit = auditDependencies();
    expect(audit.kind === 'done' ? audit.found : []).toEqual([]);
  });
});
