// Checkov and TFLint over every module and example: nothing that is neither right nor explained beside it.
import { describe, expect, it } from '@jest/globals';
import { tryCommand } from '@siem/local-stack/servers';
import { infraFolder, prepareCheckov, prepareTflint, runCheckov } from '../src/index.ts';

const checkTimeoutMs = 150_000;
// On a new machine one is downloaded while the other is built.
const [tflint] = await Promise.all([prepareTflint(), prepareCheckov()]);
const tflintTitle = 'missing' in tflint ? `TFLint (skipped: ${tflint.missing})` : 'TFLint';

describe('Checkov', () => {
  it(
    'finds nothing in modules and examples that is not explained',
    async () => {
      const { findings, explained, passed } = await runCheckov('terraform');

      expect(findings).toEqual([]);
      expect(explained.filter((line) => !/: .{20,}$/.test(line))).toEqual([]);
      expect(passed).toBeGreaterThan(500);
    },
    checkTimeoutMs,
  );

  it(
    'finds nothing in docker/Dockerfile',
    async () => {
      const { findings, explained, passed } = await runCheckov('dockerfile');

      expect({ findings, explained }).toEqual({ findings: [], explained: [] });
      expect(passed).toBeGreaterThan(100);
    },
    checkTimeoutMs,
  );
});

('missing' in tflint ? describe.skip : describe)(tflintTitle, () => {
  it(
    'finds nothing in modules and examples',
    async () => {
      const { path } = tflint as { path: string };
      const config = `${infraFolder}/.tflint.hcl`;
      const args = [`--config=${config}`, '--recursive', '--format=compact', '--no-color'];

      const result = await tryCommand(path, args, { cwd: infraFolder, timeoutMs: 120_000 });

      expect(result).toEqual({ code: 0, output: '' });
    },
    checkTimeoutMs,
  );
});
