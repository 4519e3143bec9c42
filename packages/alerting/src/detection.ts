/** 1 is the most severe, as in Alerting. */
export type Severity = '1' | '2' | '3' | '4' | '5';

interface EveryDetection {
  /** Lower case with dashes; the monitor is `siem-<name>`. */
  readonly name: string;
  /** What happened, in one line; subject of the message. */
  readonly title: string;
  /** What to do about it. */
  readonly advice: string;
  readonly severity: Severity;
  /** Of MITRE ATT&CK, where one fits. */
  readonly technique?: string;
  readonly indices: readonly string[];
  /** How often it is looked, and how far back: what was ingested since. */
  readonly everyMinutes: number;
}

/** Any document is one too many, or `moreThan` of them in the window. */
export interface QueryDetection extends EveryDetection {
  readonly kind: 'query';
  /** In the query string syntax. */
  readonly query: string;
  /** @defaultvalue 0 */
  readonly moreThan?: number;
}

/** Counts by the values of fields; each combination is an alert of its own. */
export interface BucketDetection extends EveryDetection {
  readonly kind: 'bucket';
  readonly query: string;
  readonly groupBy: readonly string[];
  /** Metrics per bucket besides `count`. */
  readonly metrics?: Readonly<Record<string, BucketMetric>>;
  /** Painless over `params.count` and `params.<metric>`. */
  readonly condition: string;
  /** How far back, where that is more than the interval. */
  readonly windowMinutes?: number;
}

export type BucketMetric =
  /** Documents that also match this query. */
  | { readonly matching: string }
  /** Different values of a field, approximately. */
  | { readonly distinct: string }
  /** Documents that were ingested in the last minutes of the window. */
  | { readonly newerThanMinutes: number };

/** Looks at every new document; rules that read nothing but the document. */
export interface DocumentDetection extends EveryDetection {
  readonly kind: 'document';
  readonly rules: readonly DocumentRule[];
}

export interface DocumentRule {
  readonly name: string;
  readonly title: string;
  readonly severity: Severity;
  readonly query: string;
}

export type Detection = QueryDetection | BucketDetection | DocumentDetection;
