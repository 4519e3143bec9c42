import {
  defaultWorkDir,
  ensureBackgroundStack,
  findBackgroundStack,
  type StackProgress,
  startStack,
} from '@siem/local-stack';
import pc from 'picocolors';

export interface DemoStack {
  environment: Record<string, string>;
  stop(): Promise<void>;
  printHowToGoOn(): void;
}

/** A stack of the demo's own, gone with it; or, to keep, the one of `npm run stack:up`. */
export async function openStack(keep: boolean): Promise<DemoStack> {
  const onProgress = (event: StackProgress) => {
    if (event.state === 'done')
      console.log(`  ${pc.green('✓')} ${event.text} ${pc.dim(`${(event.elapsedMs / 1000).toFixed(1)} s`)}`);
  };
  const running = await findBackgroundStack(defaultWorkDir);
  if (keep || running !== undefined) {
    if (running !== undefined) console.log('  Using the stack that is up.');
    const stack = await ensureBackgroundStack({ onProgress });
    return {
      environment: stack.environment,
      stop: async () => {},
      printHowToGoOn: () => printHowToGoOn(stack.environment),
    };
  }
  const stack = await startStack({ onProgress });
  return { environment: stack.environment, stop: () => stack.stop(), printHowToGoOn: () => {} };
}

function printHowToGoOn(environment: Record<string, string>): void {
  const url = environment['OPENSEARCH_URL'];
  console.log(
    `\nThe stack stays up. Try:\n  curl '${url}/log-*/_search?q=source.geo.country_iso_code:NG&pretty'\n  npm run stack:down    to stop it`,
  );
}
