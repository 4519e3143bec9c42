/** Stop at start: the configuration cannot work. `problems` holds one sentence per variable, each naming it. */
export class OpenSearchConfigurationError extends Error {
  readonly code = 'SIEM_OPENSEARCH_CONFIGURATION';
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(
      `OpenSearch access is not configured right:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
      options,
    );
    this.name = 'OpenSearchConfigurationError';
    this.problems = problems;
  }
}
