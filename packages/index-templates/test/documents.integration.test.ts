import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findSamples, readExpected } from '@siem/log-type-samples';
import { logTypeNames, logTypesFolder } from '@siem/log-types';
import { countDocuments, type TestScope, type TestStack, testStack } from '@siem/test-support';
import { conflictEvents, eventId, reportedConflicts } from './reported-conflicts.ts';
import { normalize, type Refusal, TemplatedIndexes, type TestDocument } from './template-fixture.ts';

let stack: TestStack;
let scope: TestScope;
let indexes: TemplatedIndexes;

beforeAll(async () => {
  stack = testStack();
  scope = await stack.createScope();
  indexes = await TemplatedIndexes.open(stack.opensearch, scope);
});

afterAll(async () => {
  await indexes.removeTemplates();
  await scope.cleanUp();
  await stack.close();
});

describe('expected documents of every log type', () => {
  const refusals: Refusal[] = [];
  const documents: TestDocument[] = [];

  beforeAll(async () => {
    for (const name of logTypeNames()) {
      const ofType = findSamples(join(logTypesFolder, name), '').flatMap(
        (sample) => readExpected(sample)?.documents ?? [],
      );
      documents.push(...ofType);
      if (ofType.length > 0) refusals.push(...(await indexes.add(ofType)));
    }
  });

  it('are taken as they are, but for values that contradict what the same field holds everywhere else', () => {
    const broken = refusals.filter((refusal) => !isOutlier(refusal, documents, refusals));
    expect(errorsOf(broken)).toEqual([]);
  });

  it('are taken in safe form where one value contradicts its field', async () => {
    // Two samples may hold the same record.
    const outliers = [...new Map(refusals.map(({ document }) => [document._id, document])).values()];
    expect(await indexes.addAsWorker(outliers)).toEqual({
      indexed: outliers.length,
      safeForm: outliers.length,
      rejected: 0,
    });
  });

  it('are all there', async () => {
    const expected = new Set(documents.map(({ _index, _id }) => `${_index}/${_id}`)).size;
    expect(await countDocuments(stack.opensearch, indexes.all)).toBe(expected);
  });
});

describe('CloudTrail events whose fields are objects here and values there', () => {
  let events: TestDocument[];

  beforeAll(async () => {
    events = await normalize('cloudtrail', { Records: conflictEvents(reportedConflicts) });
  });

  it('load without a refusal in either order', async () => {
    expect(events).toHaveLength(reportedConflicts.flatMap(({ values }) => values).length);
    const reversed = events.map((event) => ({ ...event, _index: 'log-aws-cloudtrail-2026-02' })).reverse();

    expect(errorsOf(await indexes.add(events))).toEqual([]);
    expect(errorsOf(await indexes.add(reversed))).toEqual([]);
  });

  it('are found by the value below the field', async () => {
    const number = reportedConflicts.findIndex(({ issue }) => issue === 367);
    expect(await indexes.ids('log-aws-cloudtrail-2026-01', 'requestParameters.items:two')).toEqual([
      eventId(number, 0),
    ]);
    expect(await indexes.ids('log-aws-cloudtrail-2026-01', 'responseElements.status.state:ok')).toHaveLength(1);
  });
});

describe('values at the edge', () => {
  it('keeps a request parameter that is longer than any term', async () => {
    // Prepare: as Glue's batch calls have it, issue 75
    const [event] = await normalize('cloudtrail', {
      Records: conflictEvents([
        { issue: 75, field: 'requestParameters.partitionInputList', values: ['x'.repeat(92_980)] },
      ]),
    });
    const document = { ...event!, _id: 'long' };

    // Act
    const outcome = await indexes.addAsWorker([document]);

    // Assess
    expect(outcome).toMatchObject({ indexed: 1, rejected: 0 });
    expect(await indexes.ids(document._index, 'eventName:Issue75')).toEqual(['long']);
  });

  it('keeps WAF match details that are text, object or list', async () => {
    // Prepare: issue 436
    const details = ['text', { name: 'object' }, ['a', 'b']];
    const records = details.map((matchedData, i) => ({
      timestamp: 1_769_000_000_000 + i,
      formatVersion: 1,
      webaclId: 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/example/0a',
      action: 'BLOCK',
      ruleGroupList: [
        {
          ruleGroupId: 'AWS#AWSManagedRulesCommonRuleSet',
          nonTerminatingMatchingRules: [{ ruleId: 'r', action: 'COUNT', ruleMatchDetails: [{ matchedData }] }],
        },
      ],
      httpRequest: { clientIp: '192.0.2.1', headers: [{ name: 'Host', value: 'example.com' }], args: `q=${i}` },
    }));

    // Act, Assess
    expect(errorsOf(await indexes.add(await normalize('waf', records)))).toEqual([]);
  });

  it('keeps a Config snapshot with more names than an index may have fields', async () => {
    // Prepare: issue 474
    const configuration = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`name${i}`, { value: i }]));
    const snapshot = {
      fileVersion: '1.0',
      configSnapshotId: '0a',
      configurationItems: [
        {
          configurationItemVersion: '1.3',
          configurationItemCaptureTime: '2026-01-20T10:00:00.000Z',
          resourceType: 'AWS::S3::Bucket',
          resourceId: 'example',
          awsAccountId: '111122223333',
          awsRegion: 'eu-west-1',
          configuration,
          supplementaryConfiguration: configuration,
        },
      ],
    };

    // Act
    const documents = await normalize('config-snapshot', snapshot);

    // Assess
    expect(documents).toHaveLength(1);
    expect(errorsOf(await indexes.add(documents))).toEqual([]);
    expect(await indexes.ids(documents[0]!._index, 'configuration.name4999.value:4999')).toHaveLength(1);
  });
});

describe('searches that people know from the reference', () => {
  it('finds a failed console login', async () => {
    // Prepare
    const login = (id: string, result: string) => ({
      ...conflictEvents([{ issue: 0, field: 'responseElements.ConsoleLogin', values: [result] }])[0],
      eventName: 'ConsoleLogin',
      eventSource: 'signin.amazonaws.com',
      eventID: id,
    });
    const events = await normalize('cloudtrail', {
      Records: [login('login-failure', 'Failure'), login('login-success', 'Success')],
    });
    await indexes.add(events);

    // Act
    const found = await indexes.ids(
      events[0]!._index,
      'eventName:ConsoleLogin AND responseElements.ConsoleLogin:Failure',
    );

    // Assess
    expect(found).toContain('login-failure');
    expect(found).not.toContain('login-success');
  });

  it('finds words of the raw record without naming a field', async () => {
    expect(await indexes.ids('log-aws-cloudtrail-2026-01', 'HIDDEN_DUE_TO_SECURITY_REASONS')).toHaveLength(1);
  });
});

function errorsOf(refusals: readonly Refusal[]): string[] {
  return refusals.map(({ document, error }) => `${document._index}: ${error}`);
}

/**
 * Samples hold records that are wrong on purpose, such as a text where every other record has an object. No mapping takes
 * both; a template that were wrong would refuse the many, not the one.
 */
function isOutlier(
  { document, error }: Refusal,
  documents: readonly TestDocument[],
  refusals: readonly Refusal[],
): boolean {
  const field = /field \[([^\]]+)\]|object mapping for \[([^\]]+)\]/.exec(error);
  const path = field?.[2] ?? field?.[1];
  if (path === undefined) return false;
  const logType = document._source['@log_type'];
  const refused = new Set(refusals.map((refusal) => refusal.document._id));
  const taken = documents.filter(
    (other) =>
      other._source['@log_type'] === logType && !refused.has(other._id) && valueAt(other._source, path) !== undefined,
  );
  const alike = refusals.filter(
    (other) => other.document._source['@log_type'] === logType && other.error.includes(`[${path}]`),
  );
  return taken.length > 0 && alike.length <= 2;
}

function valueAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], value);
}
