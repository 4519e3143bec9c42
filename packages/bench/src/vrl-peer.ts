import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchFile } from './files.ts';

/** The VRL engine (Vector's remap language), built from the harness beside the project. */
export interface VrlPeer {
  run(file: BenchFile): { documents: number; seconds: number };
}

/** @returns the peer, or why there is none */
export function buildVrlPeer(peersFolder: string, workFolder: string): VrlPeer | string {
  const harness = join(peersFolder, 'vrl');
  if (!existsSync(harness)) return `VRL engine skipped: ${harness} is not there`;
  if (spawnSync('cargo', ['--version']).status !== 0) return 'VRL engine skipped: no Rust toolchain (cargo) on PATH';
  const folder = join(workFolder, 'vrl');
  mkdirSync(folder, { recursive: true });
  cpSync(harness, folder, { recursive: true });
  console.log('Building the VRL engine (about four minutes the first time) ...');
  const build = spawnSync('cargo', ['build', '--release', '--quiet'], { cwd: folder, encoding: 'utf8' });
  if (build.status !== 0)
    return `VRL engine skipped: cargo build failed: ${build.stderr.split('\n').slice(-3).join(' ')}`;
  const binary = join(folder, 'target', 'release', 'vrlb');
  return {
    run({ file, vrl }) {
      const { stdout, stderr, status } = spawnSync(binary, [file, join(folder, vrl.program), vrl.framing, '-'], {
        encoding: 'utf8',
      });
      const m = /events=(\d+).* t=([\d.]+)s/.exec(stdout);
      if (status !== 0 || m === null) throw new Error(`The VRL engine failed on ${file}: ${stderr}`);
      return { documents: Number(m[1]), seconds: Number(m[2]) };
    },
  };
}
