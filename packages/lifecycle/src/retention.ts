/** How long one index is kept and where; days count from the last event it takes. */
export interface Retention {
  /** Whole days in hot storage before UltraWarm, where the domain has it. */
  readonly warmAfterDays: number;
  /** Before cold storage, where the domain has it. */
  readonly coldAfterDays: number;
  /** `never` keeps the index until somebody deletes it. */
  readonly deleteAfterDays: number | 'never';
}

export const retentionClasses = {
  /** Who did what: investigations look back over years, auditors ask for one at least (PCI DSS 10.5.1). */
  audit: { warmAfterDays: 31, coldAfterDays: 180, deleteAfterDays: 1095 },
  /** What others found: few, and worth as much as the audit trail. */
  findings: { warmAfterDays: 92, coldAfterDays: 366, deleteAfterDays: 1095 },
  /** Every connection and request: by far the most bytes, searched within days of an event. */
  traffic: { warmAfterDays: 14, coldAfterDays: 62, deleteAfterDays: 366 },
  /** What applications, hosts and databases say. */
  operations: { warmAfterDays: 31, coldAfterDays: 92, deleteAfterDays: 366 },
  /** The product's own books and the cluster's own metrics. */
  own: { warmAfterDays: 62, coldAfterDays: 184, deleteAfterDays: 400 },
} as const satisfies Record<string, Retention>;

export type RetentionClass = keyof typeof retentionClasses;

/** Every index by its name without rotation part. What is not here, such as users' own log types, is `operations`. */
export const retentionTable: Readonly<Record<string, RetentionClass>> = {
  'log-aws-access-analyzer': 'findings',
  'log-aws-apigateway': 'traffic',
  'log-aws-clientvpn': 'audit',
  'log-aws-cloudfront': 'traffic',
  'log-aws-cloudhsm': 'audit',
  'log-aws-cloudtrail': 'audit',
  'log-aws-config': 'audit',
  'log-aws-container': 'operations',
  'log-aws-directory-service': 'audit',
  'log-aws-eks': 'audit',
  'log-aws-elasticache': 'operations',
  'log-aws-elb': 'traffic',
  'log-aws-fsx-win': 'audit',
  'log-aws-guardduty': 'findings',
  'log-aws-inspector': 'findings',
  'log-aws-lambda': 'operations',
  'log-aws-macie': 'findings',
  'log-aws-msk': 'operations',
  'log-aws-networkfirewall': 'traffic',
  'log-aws-opensearch': 'audit',
  'log-aws-r53resolver': 'traffic',
  'log-aws-rds-mysql': 'audit',
  'log-aws-rds-postgresql': 'audit',
  'log-aws-rds-proxy': 'audit',
  'log-aws-route53': 'traffic',
  'log-aws-s3accesslog': 'traffic',
  'log-aws-securityhub': 'findings',
  'log-aws-transfer': 'audit',
  'log-aws-trustedadvisor': 'findings',
  'log-aws-verified-access': 'audit',
  'log-aws-vpc-lattice': 'traffic',
  'log-aws-vpcflowlogs': 'traffic',
  'log-aws-waf': 'traffic',
  'log-aws-workspaces': 'operations',
  'log-deepsecurity': 'findings',
  'log-intra-audit-okta': 'audit',
  'log-linux-os': 'operations',
  'log-linux-secure': 'audit',
  'log-ocsf': 'traffic',
  'log-web-apache': 'traffic',
  'log-web-nginx': 'traffic',
  'log-win-event': 'audit',
  'metrics-opensearch-index': 'own',
  'siem-ledger': 'own',
};

export const defaultRetentionClass: RetentionClass = 'operations';
