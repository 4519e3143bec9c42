// Checkov and TFLint over every module and example: nothing that is neither right nor explained beside it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { tryCommand } from '@siem/local-stack/servers';
import { infraFolder, prepareCheckov, prepareTflint, runCheckov } from '../src/index.ts';

const checkTimeoutMs = 330_000;
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
    'names what is wrong and keeps what is explained apart',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'siem-checkov-'));
      writeFileSync(
        join(folder, 'main.tf'),
        'resource "aws_sqs_queue" "open" {\n  name = "open"\n}\nresource "aws_sqs_queue" "told" {\n  #checkov:skip=CKV_AWS_27:because\n  name = "told"\n}\n',
      );

      const { findings, explained } = await runCheckov('terraform', folder);
      rmSync(folder, { recursive: true });

      expect(findings).toEqual([expect.stringContaining('CKV_AWS_27 /main.tf aws_sqs_queue.open: ')]);
      expect(explained).toEqual(['CKV_AWS_27 /main.tf aws_sqs_queue.told: because']);
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

      const result = await tryCommand(path, args, { cwd: infraFolder, timeoutMs: 300_000 });

      expect(result).toEqual({ code: 0, output: '' });
    },
    checkTimeoutMs,
  );
});
