import type { ResourceSettings } from '@siem/local-stack';
import type { Bench } from './harness/bench.ts';

/** One way to break things, and the file that holds it: `faults/<name>.ts` exports it by default. */
export interface Fault {
  readonly name: string;
  /** One line, for `--list` and the documentation. */
  readonly summary: string;
  /** Settings of the workers besides the suite's own. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Workers at the start. @defaultvalue `1` */
  readonly workers?: number;
  readonly queue?: ResourceSettings;
  /** Three OpenSearch nodes instead of one. */
  readonly cluster?: true;
  /** Before the first worker starts. @throws SkippedError */
  prepare?(bench: Bench): Promise<void>;
  /**
   * Breaks things while the workers load and puts them right again. Faults still in the proxies are taken out after it.
   * @throws SkippedError when this machine cannot do it
   */
  inject(bench: Bench): Promise<void>;
  /** After the workers have ended. */
  tidy?(bench: Bench): Promise<void>;
}

/** The machine does not allow what the fault needs. */
export class SkippedError extends Error {
  readonly code = 'FAULT_SKIPPED';

  constructor(needs: string) {
    super(`skipped: ${needs}`);
    this.name = 'SkippedError';
  }
}
