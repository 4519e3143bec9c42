/**
 * What users of the reference reported to be refused by its indexes (github.com/aws-samples/
 * siem-on-amazon-opensearch-service, by issue): one field that some calls write as an object and others as a value, of
 * which an index with a type per path can hold one only. Values are made up.
 */
export interface ReportedConflict {
  readonly issue: number;
  /** Dotted path in the CloudTrail event. */
  readonly field: string;
  readonly values: readonly unknown[];
}

const object = { name: 'an-object', nested: { deep: [1, 2] } };

function conflict(issue: number, field: string, ...values: unknown[]): ReportedConflict {
  return { issue, field, values: values.length > 0 ? values : ['a-value', object] };
}

export const reportedConflicts: readonly ReportedConflict[] = [
  conflict(66, 'requestParameters.source', 'user', { type: 'S3', location: 'bucket/key' }),
  conflict(106, 'requestParameters.result', 7, { summary: 'ok', status: 'Approved' }),
  conflict(113, 'responseElements.description', 'text', { name: 'document', defaultVersion: '3' }),
  conflict(
    124,
    'responseElements.responseParameters.method.response.header.Access-Control-Allow-Methods',
    true,
    'DELETE,GET',
  ),
  conflict(154, 'responseElements.result', true, { groupId: 'wsipg-1', userRules: [{ ipRule: '192.0.2.0/28' }] }),
  conflict(188, 'requestParameters.imageId', 'ami-1', { imageDigest: 'sha256:0a' }),
  conflict(190, 'responseElements.data', 'text', { sessionId: 's', userId: 'u' }),
  conflict(191, 'requestParameters.metrics', ['GroupMaxSize', 'GroupMinSize'], { metric: { name: 'CPU' } }),
  conflict(240, 'requestParameters.parameters', 'text', [{ parameterKey: 'LatestAmiId', parameterValue: 'ami-1' }]),
  conflict(242, 'responseElements.status', 'ACTIVE', { code: '200', state: 'ok' }),
  conflict(243, 'requestParameters.settings', '{}', [{ name: 'containerInsights', value: 'enabled' }]),
  conflict(265, 'responseElements.imageId', 'ami-2', { imageDigest: 'sha256:0b' }),
  conflict(367, 'requestParameters.items', ['one', 'two'], [{ id: 1 }], { item: { id: 1 } }),
  conflict(382, 'requestParameters.resourceId', 'i-1', { id: 'i-1', type: 'instance' }),
  conflict(430, 'requestParameters.overrides.containerOverrides.environment', 'HIDDEN_DUE_TO_SECURITY_REASONS', [
    { name: 'JOB', value: '1' },
  ]),
  conflict(447, 'requestParameters.map.groupBy', 'text', [{ attribute: 'a' }]),
  conflict(447, 'requestParameters.tagSpecificationSet', { items: [{ resourceType: 'instance' }] }, 'text'),
  conflict(0, 'additionalEventData.requestParameters', 'text', { bucketName: 'b' }),
];

/** The events of one conflict, as CloudTrail writes them. */
export function conflictEvents(conflicts: readonly ReportedConflict[]): object[] {
  return conflicts.flatMap(({ issue, field, values }, number) =>
    values.map((value, variant) => {
      const event = {
        eventVersion: '1.11',
        userIdentity: { type: 'IAMUser', accountId: '111122223333', userName: 'somebody' },
        eventTime: '2026-01-20T10:00:00Z',
        eventSource: 'example.amazonaws.com',
        eventName: `Issue${issue}`,
        awsRegion: 'eu-west-1',
        sourceIPAddress: '192.0.2.10',
        eventID: eventId(number, variant),
        eventType: 'AwsApiCall',
        recipientAccountId: '111122223333',
      };
      return { ...event, ...below(field.split('.'), value) };
    }),
  );
}

export function eventId(number: number, variant: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(8, '0')}${String(variant).padStart(4, '0')}`;
}

function below([name, ...rest]: readonly string[], value: unknown): Record<string, unknown> {
  return { [name!]: rest.length === 0 ? value : below(rest, value) };
}
