import type { NormalizedChunk, NormalizeTask, RecordFailure } from '@siem/normalizer';
import { mergeChunks } from './merge-chunks.ts';
import { type RecordGroup, recordGroup } from './split-task.ts';
import { PoisonObjectError, TaskFailureError } from './task-failure.ts';

/** What is known about the records of one object. */
export class ObjectGuard {
  /** One of its chunks failed, or it was delivered often: its records are not let near the threads again. */
  isSuspect: boolean;
  private poison = 0;
  private readonly maxPoison: number;

  constructor(maxPoison: number, isSuspect = false) {
    this.maxPoison = maxPoison;
    this.isSuspect = isSuspect;
  }

  /** @throws PoisonObjectError */
  countPoison(reason: string): void {
    this.poison++;
    if (this.poison > this.maxPoison) throw new PoisonObjectError(this.poison, reason);
  }
}

export interface IsolateOptions {
  /** Runs a task where a crash harms nobody. @throws TaskFailureError */
  run(task: NormalizeTask, timeoutMs: number): Promise<NormalizedChunk>;
  /** For a single record, and for all records of the chunk together. */
  timeoutMs: number;
  guard: ObjectGuard;
  /** The chunk as a whole has failed already. */
  hasFailed: boolean;
}

/** The least time for a part of a chunk is this part of a whole chunk's. */
const leastShare = 1 / 8;

/**
 * Finds the records that hang or crash by halving the chunk; they become dead letters, the others documents. Halves get
 * less time than the whole; a single record, before it is given up, as much as the whole chunk.
 * @param task its bytes stay as they are
 * @throws PoisonObjectError
 */
export async function isolate(task: NormalizeTask, options: IsolateOptions): Promise<NormalizedChunk> {
  const all = recordGroup(task);
  const visit = async (group: RecordGroup, hasFailed: boolean): Promise<NormalizedChunk> => {
    let failure: TaskFailureError | undefined;
    if (!hasFailed) {
      const share = Math.max(leastShare, all.bytes === 0 ? 1 : group.bytes / all.bytes);
      const result = await attempt(group, options.timeoutMs * share, options);
      if (!(result instanceof TaskFailureError)) return result;
      failure = result;
    }
    const halves = group.halves();
    if (halves !== undefined) return mergeChunks([await visit(halves[0], false), await visit(halves[1], false)]);
    if (failure === undefined || failure.code === 'record_timed_out') {
      const result = await attempt(group, options.timeoutMs, options);
      if (!(result instanceof TaskFailureError)) return result;
      failure = result;
    }
    options.guard.countPoison(failure.message);
    return deadLetter(group, failure);
  };
  return visit(all, options.hasFailed);
}

async function attempt(
  group: RecordGroup,
  timeoutMs: number,
  { run }: IsolateOptions,
): Promise<NormalizedChunk | TaskFailureError> {
  try {
    return await run(group.task(), timeoutMs);
  } catch (error) {
    if (error instanceof TaskFailureError) return error;
    throw error;
  }
}

function deadLetter(group: RecordGroup, failure: TaskFailureError): NormalizedChunk {
  const letter: RecordFailure = { record: 0, code: failure.code, reason: failure.message, raw: group.raw() };
  const empty = mergeChunks([]);
  return { ...empty, read: 1, deadLetters: [letter] };
}
