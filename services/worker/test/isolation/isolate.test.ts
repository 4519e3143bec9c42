import { describe, expect, it } from '@jest/globals';
import type { NormalizedChunk, NormalizeTask } from '@siem/normalizer';
import { isolate, ObjectGuard } from '../../src/isolation/isolate.ts';
import { mergeChunks } from '../../src/isolation/merge-chunks.ts';
import { PoisonObjectError, TaskFailureError } from '../../src/isolation/task-failure.ts';

const lines = Array.from({ length: 50 }, (_, i) => `line${i}`);
const task: NormalizeTask = { logType: 'x', bucket: 'b', key: 'k', nowMs: 0, bytes: Buffer.from(lines.join('\n')) };

/** Documents whose source is the line; fails over lines in `poison`. */
function runner(poison: ReadonlySet<string>, code: TaskFailureError['code'] = 'record_timed_out') {
  const timeouts: number[] = [];
  const run = async ({ bytes }: NormalizeTask, timeoutMs: number): Promise<NormalizedChunk> => {
    timeouts.push(timeoutMs);
    const found = Buffer.from(bytes).toString().split('\n').filter(Boolean);
    if (found.some((line) => poison.has(line))) throw new TaskFailureError(code, 'why');
    return mergeChunks(found.map(documentOf));
  };
  return { run, timeouts };
}

function documentOf(line: string): NormalizedChunk {
  const body = Buffer.from(`{}\n${line}\n`);
  return {
    body,
    actionStarts: Uint32Array.of(0, body.length),
    sourceStarts: Uint32Array.of(3),
    contentHashes: Uint32Array.of(1, 2),
    read: 1,
    excluded: {},
    counted: {},
    detected: {},
    deadLetters: [],
  };
}

function sources(chunk: NormalizedChunk): string[] {
  const body = Buffer.from(chunk.body);
  return [...chunk.sourceStarts].map((start, i) => body.toString('utf8', start, chunk.actionStarts[i + 1]! - 1));
}

describe('isolation', () => {
  it('finds the records that hang and makes documents of all others, in order', async () => {
    // Prepare
    const poison = new Set(['line0', 'line17', 'line18', 'line49']);
    const { run, timeouts } = runner(poison);

    // Act
    const chunk = await isolate(task, { run, timeoutMs: 800, guard: new ObjectGuard(10), hasFailed: true });

    // Assess
    expect(sources(chunk)).toEqual(lines.filter((line) => !poison.has(line)));
    const letters = chunk.deadLetters.map(({ record, code, raw }) => [record, code, Buffer.from(raw).toString()]);
    expect(letters).toEqual([...poison].map((line) => [lines.indexOf(line), 'record_timed_out', line]));
    expect(chunk.read).toBe(50);
    expect([Math.min(...timeouts), Math.max(...timeouts)]).toEqual([100, 800]);
  });

  it('gives up an object with more such records than are allowed', async () => {
    const { run } = runner(new Set(lines), 'record_crashed_thread');
    const guard = new ObjectGuard(3);
    await expect(isolate(task, { run, timeoutMs: 800, guard, hasFailed: false })).rejects.toBeInstanceOf(
      PoisonObjectError,
    );
  });

  it('keeps a record that only hung beside others', async () => {
    const run = async (part: NormalizeTask, timeoutMs: number) => {
      if (timeoutMs < 800) throw new TaskFailureError('record_timed_out', 'slow machine');
      return runner(new Set()).run(part, timeoutMs);
    };
    const chunk = await isolate(task, { run, timeoutMs: 800, guard: new ObjectGuard(0), hasFailed: true });
    expect(sources(chunk)).toEqual(lines);
  });
});
