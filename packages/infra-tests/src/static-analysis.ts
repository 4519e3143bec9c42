import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { localFolder, repositoryRoot } from '@siem/local-stack';
import { onlyOne, pythonEnvironment, tryCommand } from '@siem/local-stack/servers';
import { infraFolder } from './terraform.ts';

const requirements = join(dirname(dirname(fileURLToPath(import.meta.url))), 'python', 'checkov-requirements.txt');

/** What was looked over without a word of explanation, and what was explained; both as `ID file resource: text`. */
export interface CheckovResult {
  readonly passed: number;
  readonly findings: readonly string[];
  readonly explained: readonly string[];
}

interface CheckovReport {
  readonly summary: { readonly passed: number; readonly parsing_errors: number };
  readonly results: {
    readonly failed_checks: readonly CheckovFinding[];
    readonly skipped_checks: readonly CheckovFinding[];
  };
}

interface CheckovFinding {
  readonly check_id: string;
  readonly check_name: string;
  readonly file_path: string;
  readonly resource: string;
  readonly check_result: { readonly suppress_comment?: string };
}

const checkovTimeoutMs = 300_000;

/** Checkov's Python environment, made once. */
export function prepareCheckov(): Promise<string> {
  return pythonEnvironment('checkov', ['-r', requirements], () => {});
}

const targets = { terraform: infraFolder, dockerfile: join(repositoryRoot, 'docker', 'Dockerfile') };

/**
 * @param target a folder, or the Dockerfile; the product's own when absent
 * @throws Error with what Checkov printed when it gives no report
 */
export async function runCheckov(
  framework: keyof typeof targets,
  target: string = targets[framework],
): Promise<CheckovResult> {
  const python = await prepareCheckov();
  const args = [
    framework === 'terraform' ? '-d' : '-f',
    target,
    '--framework',
    framework,
    '--skip-download',
    '--compact',
    '-o',
    'json',
  ];
  const { output } = await tryCommand(join(python, 'bin', 'checkov'), args, {
    env: { ...process.env, LOG_LEVEL: 'ERROR', CHECKOV_MAX_WORKERS: '2' },
    cwd: repositoryRoot,
    timeoutMs: checkovTimeoutMs,
  });
  const report = parseReport(output);
  const { failed_checks, skipped_checks } = report.results;
  const unread = report.summary.parsing_errors;
  return {
    passed: report.summary.passed,
    findings: [
      ...failed_checks.map((finding) => line(finding, finding.check_name)),
      ...(unread === 0 ? [] : [`${unread} files cannot be read`]),
    ].sort(),
    explained: skipped_checks.map((finding) => line(finding, finding.check_result.suppress_comment ?? '')).sort(),
  };
}

function parseReport(output: string): CheckovReport {
  try {
    return JSON.parse(output.slice(output.indexOf('{'))) as CheckovReport;
  } catch {
    throw new Error(`Checkov gave no report:\n${output.slice(-2_000)}`);
  }
}

function line(finding: CheckovFinding, text: string): string {
  return `${finding.check_id} ${finding.file_path} ${finding.resource}: ${text}`;
}

const tflintModule = 'github.com/terraform-linters/tflint';
export const tflintVersion = '0.64.0';
const buildTimeoutMs = 900_000;

/** TFLint's path, built once from its Go module; or why it cannot be had. */
export function prepareTflint(): Promise<{ readonly path: string } | { readonly missing: string }> {
  const folder = join(localFolder, 'cache', `tflint-${tflintVersion}`);
  const path = join(folder, 'tflint');
  return onlyOne('tflint', async () => {
    if (existsSync(path)) return { path };
    const go = await tryCommand('go', ['version']);
    if (go.code !== 0) return { missing: 'go is not on PATH to build TFLint' };
    // Checks of a second need no optimized code, whose compilation takes half as long again.
    const args = ['install', '-gcflags=all=-N -l -dwarf=false', '-ldflags=-s -w', `${tflintModule}@v${tflintVersion}`];
    const result = await tryCommand('go', args, {
      env: { ...process.env, GOBIN: folder, CGO_ENABLED: '0' },
      timeoutMs: buildTimeoutMs,
    });
    return existsSync(path) ? { path } : { missing: `TFLint cannot be built: ${lastLine(result.output)}` };
  });
}

function lastLine(text: string): string {
  return (text.trim().split('\n').at(-1) ?? '').slice(0, 200);
}
