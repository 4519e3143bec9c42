import { spawnSync } from 'node:child_process';
import { repositoryRoot } from '@siem/local-stack';

interface Advisory {
  readonly module_name: string;
  readonly severity: string;
  readonly title: string;
  readonly url: string;
}

export type Audit =
  /** The registry does not answer such questions, or there is no way to it. */
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'done'; readonly found: readonly string[] };

/** Known vulnerabilities of what is deployed, severity high and above. */
export function auditDependencies(): Audit {
  const { stdout, stderr } = spawnSync('pnpm', ['audit', '--prod', '--json'], {
    cwd: repositoryRoot,
    encoding: 'utf8',
  });
  return readAudit(stdout, stderr);
}

/** @param output of `pnpm audit --json` */
export function readAudit(output: string, problem: string): Audit {
  let answer: { advisories?: Record<string, Advisory>; error?: { message?: string } };
  try {
    answer = JSON.parse(output) as typeof answer;
  } catch {
    return { kind: 'unavailable', reason: oneLine(problem || output) };
  }
  if (answer.advisories === undefined) return { kind: 'unavailable', reason: oneLine(answer.error?.message ?? output) };
  const serious = Object.values(answer.advisories).filter(({ severity }) => /^(?:high|critical)$/.test(severity));
  return {
    kind: 'done',
    found: serious.map(({ module_name, severity, title, url }) => `${module_name}: ${severity}, ${title} (${url})`),
  };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, 200) || 'no answer';
}
