import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeadLetterWriter } from '@siem/dead-letters';
import type { DeadLetter } from '@siem/object-loader';
import { readNotification } from '@siem/queue';
import { countDocuments, type TestScope, type TestStack, testStack } from '@siem/test-support';
import { runCli } from './run-cli.ts';

let stack: TestStack;
let scope: TestScope;
let index: string;
let environment: Record<string, string>;

const vpcKey = 'AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/01/30/x_fl-1.log.gz';
const goodLine = '2 111122223333 eni-1 10.0.0.1 10.0.0.2 443 50000 6 10 840 1769767200 1769767260 ACCEPT OK';

function letter(changes: Partial<DeadLetter>): DeadLetter {
  return {
    reason: 'no pattern',
    code: 'no_pattern_matched',
    bucket: scope.logBucket,
    key: vpcKey,
    position: { record: 3 },
    parser_version: 'siem/0.0.9',
    log_type: 'vpcflowlogs',
    raw: goodLine,
    raw_encoding: 'utf8',
    first_seen: '2026-01-30T10:05:00.000Z',
    ...changes,
  };
}

beforeAll(async () => {
  stack = testStack();
  scope = await stack.createScope();
  const suffix = scope.indexPrefix.replaceAll('-', '');
  index = `log-aws-vpcflowlogs-${suffix}-2026-01`;
  environment = { ...scope.environment, SIEM_INDEX_SUFFIX: suffix };
  const writer = new DeadLetterWriter(stack.s3, scope.deadLetterBucket, () => 'one');
  await writer.add([
    letter({}),
    letter({ position: { record: 4 }, raw: '\u001b[31mx\u001b]0;owned\u0007', reason: 'a\nb\u001b[2J' }),
  ]);
  await writer.finish('vpcflowlogs');
  const other = new DeadLetterWriter(stack.s3, scope.deadLetterBucket, () => 'two');
  await other.add([
    letter({
      code: 'object_truncated',
      raw: '',
      log_type: 'alb',
      key: 'a b/ü.log.gz',
      first_seen: '2026-02-01T00:00:00.000Z',
    }),
  ]);
  await other.finish('alb');
});

afterAll(async () => {
  await stack.opensearch.indices.delete({ index, ignore_unavailable: true });
  await scope.cleanUp();
  await stack.close();
});

const siem = (...args: string[]) => runCli(['dead-letters', ...args], environment);
const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const files = async (prefix: string) => {
  const { Contents } = await stack.s3.send(
    new ListObjectsV2Command({ Bucket: scope.deadLetterBucket, Prefix: prefix }),
  );
  return (Contents ?? []).map(({ Key }) => Key);
};

describe('siem dead-letters', () => {
  it('lists what passes the filter', async () => {
    expect(lines((await siem('list', '--json')).stdout)).toHaveLength(3);
    expect(lines((await siem('list', '--json', '--code', 'object_')).stdout)).toMatchObject([{ log_type: 'alb' }]);
    expect(lines((await siem('list', '--json', '--until', '2026-01-31T00:00:00Z')).stdout)).toHaveLength(2);
    expect(lines((await siem('list', '--json', '--limit', '1')).stdout)).toHaveLength(1);
    expect((await siem('list', '--since', '1h')).stdout).toBe('No dead letters.\n');
  });

  it('never lets a record control the terminal', async () => {
    for (const command of ['list', 'show', 'replay']) {
      const { stdout, code } = await siem(command);
      expect(code).toBe(0);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    }
  });

  it('counts by log type and code', async () => {
    expect(lines((await siem('stats', '--json')).stdout)).toEqual([
      { logType: 'vpcflowlogs', code: 'no_pattern_matched', letters: 2, objects: 1 },
      { logType: 'alb', code: 'object_truncated', letters: 1, objects: 1 },
    ]);
  });

  it('replays nothing without being told to', async () => {
    const { stdout } = await siem('replay');
    expect(stdout).toContain(`+ document ${index}/`);
    expect(stdout).toContain('1 would be documents, 1 objects would be in the queue again, 0 excluded, 1 still dead');
    expect(await files('replayed/')).toEqual([]);
  });

  it('replays once: documents are indexed, objects queued, their letters go, the others stay', async () => {
    const applied = lines((await siem('replay', '--apply', '--json')).stdout);
    expect(applied.at(-1)).toEqual({
      summary: { document: 1, requeue: 1, excluded: 0, 'still-dead': 1 },
      applied: true,
    });

    expect(await countDocuments(stack.opensearch, index, { match_phrase: { '@message': goodLine } })).toBe(1);
    const { Messages } = await stack.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: scope.queueUrl, WaitTimeSeconds: 5, MaxNumberOfMessages: 10 }),
    );
    const keys = Messages!.flatMap(({ Body }) => readNotification(Body!)).map(({ key }) => key);
    expect(keys).toEqual(['a b/ü.log.gz']);
    expect(lines((await siem('list', '--json')).stdout)).toMatchObject([{ position: { record: 4 } }]);
    expect(await files('replayed/')).toHaveLength(2);

    const again = lines((await siem('replay', '--apply', '--json')).stdout);
    expect(again.at(-1)).toMatchObject({ summary: { document: 0, requeue: 0, 'still-dead': 1 } });
  });

  it('names what is missing or wrong', async () => {
    const { SIEM_DEAD_LETTER_BUCKET: _, ...without } = environment;
    expect((await runCli(['dead-letters', 'list'], without)).stderr).toBe(
      'SIEM_DEAD_LETTER_BUCKET is not set; set it, or give --bucket\n',
    );
    expect((await siem('list', '--since', 'soon')).stderr).toContain("--since 'soon' is no time; right is e.g.");
  });
});
