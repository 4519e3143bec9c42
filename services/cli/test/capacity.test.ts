import { describe, expect, it } from '@jest/globals';
import { runCli } from './run-cli.ts';

describe('siem capacity', () => {
  it('sizes an installation, for people and for machines', async () => {
    const text = await runCli(['capacity', '--gb-per-day', '1000']);
    const json = await runCli(['capacity', '--gb-per-day', '1000', '--json']);
    expect(text.stdout).toMatch(/data nodes +\d+ x r7g/);
    expect(JSON.parse(json.stdout)).toMatchObject({ tasks: { max: expect.any(Number) }, cost: expect.any(Object) });
  });

  it('says what makes no sense', async () => {
    const { code, stderr } = await runCli(['capacity', '--gb-per-day', 'much']);
    expect([code, stderr]).toEqual([1, "--gb-per-day 'much' is no number of 0 or more\n"]);
  });
});
