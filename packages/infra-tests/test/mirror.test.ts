import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findMirror, mirrorVariable } from '../src/mirror.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'siem-mirror-'));
  mkdirSync(join(folder, 'vendor', 'plugins', 'registry.example', 'hashicorp', 'aws'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('findMirror', () => {
  it('takes the folder that the variable names', () => {
    const named = join(folder, 'vendor', 'plugins');

    expect(findMirror({ [mirrorVariable]: named }, [])).toBe(named);
  });

  it('says what is wrong with a folder that holds no providers', () => {
    expect(() => findMirror({ [mirrorVariable]: folder }, [])).toThrow(
      `${mirrorVariable} is '${folder}', which holds no */hashicorp/aws`,
    );
  });

  it.each(['.', 'vendor', 'vendor/plugins'])('finds one from %s, at most two folders down', (place) => {
    expect(findMirror({}, [join(folder, place)])).toBe(join(folder, 'vendor', 'plugins'));
  });

  it('finds nothing where there is none', () => {
    expect(findMirror({}, [join(folder, 'absent'), tmpdir().concat('/no-such-place')])).toBeUndefined();
  });
});
