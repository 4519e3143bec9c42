// Every module's rules, by `terraform test` with a mocked provider: names, policies, refusals with their messages.
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { infraFolder, prepareTerraform, type SharedProvider, shareProvider } from '../src/index.ts';

const find = (pattern: string) =>
  globSync(pattern, { cwd: infraFolder })
    .map((file) => dirname(file))
    .sort();
// The sources of logs are tested together from the folder above them, which has no resources itself.
const modules = find('modules/*/versions.tf');
const sources = find('modules/log-sources/*/versions.tf');
const examples = find('examples/*/versions.tf');
const testedExamples = find('examples/*/tests/*.tftest.hcl').map((folder) => dirname(folder));

const prepared = await prepareTerraform();
const terraform = 'missing' in prepared ? undefined : prepared;
const title = 'missing' in prepared ? `infra-terraform (skipped: ${prepared.missing})` : 'infra-terraform';

(terraform ? describe : describe.skip)(title, () => {
  let provider: SharedProvider;
  beforeAll(async () => {
    provider = await shareProvider(terraform!, 'modules/bucket');
  }, 90_000);
  afterAll(async () => {
    await provider.stop();
    terraform!.remove();
  });

  it('is formatted', async () => {
    const { output, code } = await terraform!.run('.', ['fmt', '-check', '-recursive']);

    expect({ output, code }).toEqual({ output: '', code: 0 });
  });

  it.each(modules)('has tests for %s', (module) => {
    const tests = globSync(`${module}/tests/*.tftest.hcl`, { cwd: infraFolder });

    expect(tests).not.toEqual([]);
  });

  it.each(sources)('has tests for %s', (source) => {
    const files = globSync('modules/log-sources/tests/*.tftest.hcl', { cwd: infraFolder });
    const tests = files.map((file) => readFileSync(join(infraFolder, file), 'utf8')).join('\n');

    expect(tests).toContain(`source = "./${basename(source)}"`);
  });

  it.each([...modules, ...testedExamples])(
    '%s keeps its rules',
    async (module) => {
      const options = { env: provider.environment, timeoutMs: 300_000 };
      const { output, code } = await terraform!.run(module, ['test'], options);

      expect(code === 0 ? '' : output).toBe('');
      expect(output).toMatch(/Success! \d+ passed, 0 failed/);
    },
    330_000,
  );

  // Tests validate what they run.
  it.each(examples.filter((example) => !testedExamples.includes(example)))(
    '%s is valid',
    async (example) => {
      const options = { env: provider.environment, timeoutMs: 300_000 };
      const { output, code } = await terraform!.run(example, ['validate'], options);

      expect(code === 0 ? '' : output).toBe('');
    },
    330_000,
  );
});
