/** What one look at the system has shown. */
export interface Finding {
  /** `queue`, `buckets`, `opensearch`, `data`, `enrichment`, `worker`. */
  area: string;
  check: string;
  status: 'ok' | 'warning' | 'failed';
  found: string;
  /** What to do; where something is not right. */
  advice?: string;
}

export type Check = () => Promise<Finding[]>;

/** Findings of one area. */
export class Report {
  readonly findings: Finding[] = [];
  private readonly area: string;

  constructor(area: string) {
    this.area = area;
  }

  ok(check: string, found: string): void {
    this.findings.push({ area: this.area, check, status: 'ok', found });
  }

  warning(check: string, found: string, advice: string): void {
    this.findings.push({ area: this.area, check, status: 'warning', found, advice });
  }

  failed(check: string, found: string, advice: string): void {
    this.findings.push({ area: this.area, check, status: 'failed', found, advice });
  }
}

/** An error as one line; the SDK's own say little without their name. */
export function errorText(error: unknown): string {
  const { name, message } = error as Error;
  return `${name === 'Error' ? '' : `${name}: `}${message}`.split('\n', 1)[0]!.slice(0, 200);
}
