import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dockerEngineAnswers } from '../../src/docker/docker-engine.ts';
import { startStack } from '../../src/index.ts';

const workDir = mkdtempSync(join(tmpdir(), 'siem-docker-'));
afterAll(() => rmSync(workDir, { recursive: true, force: true }));

let hasEngine = false;
beforeAll(async () => {
  hasEngine = await dockerEngineAnswers();
});

describe('the docker backend', () => {
  it('starts both servers where an engine answers, else says what is missing', async () => {
    const starting = startStack({ workDir, backend: 'docker' });

    if (!hasEngine)
      return expect(starting).rejects.toMatchObject({
        code: 'STACK_TOOL_MISSING',
        tool: 'A Docker engine with Compose',
      });
    const stack = await starting;
    const response = await fetch(stack.endpoints.opensearchUrl);
    await stack.stop();
    expect(response.status).toBe(200);
  }, 600_000);

  it('refuses three nodes', async () => {
    await expect(startStack({ workDir, backend: 'docker', nodes: 3 })).rejects.toThrow(
      'nodes is 3; the docker backend runs 1',
    );
  });
});
