import { describe, expect, it } from '@jest/globals';
import type { LogTypeDefinition } from '@siem/log-type';
import { documents, json, normalizeFile, text } from './wrapped.ts';

const eventBridge = (detail: unknown) => ({
  version: '0',
  id: 'event-1',
  'detail-type': 'Something Happened',
  source: 'aws.example',
  account: '111122223333',
  time: '2026-01-30T10:00:00Z',
  region: 'eu-west-1',
  resources: [],
  detail,
});

const sns = (message: unknown) => ({
  Type: 'Notification',
  MessageId: 'message-1',
  TopicArn: 'arn:aws:sns:eu-west-1:111122223333:findings',
  Message: typeof message === 'string' ? message : JSON.stringify(message),
  Timestamp: '2026-01-30T11:00:00.000Z',
});

const cloudWatchLogs = (...messages: string[]) => ({
  messageType: 'DATA_MESSAGE',
  owner: '444455556666',
  logGroup: '/example/group',
  logStream: 'stream',
  logEvents: messages.map((message, i) => ({ id: `e${i}`, timestamp: 1769767200000 + i, message })),
});

const normalize = (definition: LogTypeDefinition, ...frames: string[]) => normalizeFile(definition, frames.join('\n'));

describe('envelopes', () => {
  it('takes records out of EventBridge in SNS in CloudWatch Logs', async () => {
    // Prepare
    const frame = JSON.stringify(cloudWatchLogs(JSON.stringify(sns(eventBridge({ items: [{ a: 1 }, { a: 2 }] })))));

    // Act
    const found = documents(await normalize(json, frame));

    // Assess
    expect(found.map((document) => [document['a'], document['@message']])).toEqual([
      [1, '{"a":1}'],
      [2, '{"a":2}'],
    ]);
    expect(found[0]).toMatchObject({
      '@timestamp': '2026-01-30T10:00:00+00:00',
      '@log_group': '/example/group',
      cloud: { account: { id: '111122223333' }, region: 'eu-west-1' },
    });
  });

  it('takes CloudWatch Logs events out of SNS', async () => {
    const frame = JSON.stringify(sns(cloudWatchLogs('{"a":1}', '{"a":2,"time":"2026-01-30T09:00:00Z"}')));
    const found = documents(await normalize(json, frame));
    expect(found.map((document) => [document['a'], document['@timestamp'], document['@log_stream']])).toEqual([
      [1, '2026-01-30T10:00:00+00:00', 'stream'],
      [2, '2026-01-30T09:00:00+00:00', 'stream'],
    ]);
  });

  it('takes text records out of SNS in CloudWatch Logs', async () => {
    const frame = JSON.stringify(cloudWatchLogs(JSON.stringify(sns('WARN disk is full')), 'INFO {"no":"envelope"}'));
    const found = documents(await normalize(text, frame));
    expect(found.map((document) => [document['level'], document['words']])).toEqual([
      ['WARN', 'disk is full'],
      ['INFO', '{"no":"envelope"}'],
    ]);
  });

  it('finds no record in control messages and confirmations', async () => {
    const control = {
      messageType: 'CONTROL_MESSAGE',
      owner: 'CloudwatchLogs',
      logGroup: '',
      logStream: '',
      logEvents: [{ id: '', timestamp: 1, message: 'CWL CONTROL MESSAGE' }],
    };
    const confirmation = {
      Type: 'SubscriptionConfirmation',
      TopicArn: 'arn:aws:sns:eu-west-1:111122223333:t',
      Token: 't',
      Message: 'confirm',
    };
    const chunk = await normalize(json, JSON.stringify(control), JSON.stringify(confirmation));
    expect([chunk.read, documents(chunk).length, chunk.deadLetters.length]).toEqual([0, 0, 0]);
  });

  it('keeps what only looks like an envelope as a record', async () => {
    const frames = [
      { 'detail-type': 'x', detail: 'text' },
      { Type: 'Notification', TopicArn: 't' },
      { messageType: 'DATA_MESSAGE', logEvents: 3 },
    ];
    const chunk = await normalize(json, ...frames.map((frame) => JSON.stringify(frame)));
    expect(documents(chunk)).toHaveLength(3);
  });

  it('keeps a record that its sender cut off, with the fields that are left', async () => {
    const [document] = documents(await normalize(json, JSON.stringify(cloudWatchLogs('{"a":1,"b":"begin'))));
    expect(document).toMatchObject({ a: 1, b: 'begin', tags: ['siem_truncated'], '@message': '{"a":1,"b":"begin' });
  });

  it('opens only so many envelopes around each other', async () => {
    let value: unknown = { a: 1 };
    for (let i = 0; i < 12; i++) value = eventBridge(value);
    const [document] = documents(await normalize(json, JSON.stringify(value)));
    expect(document).toHaveProperty('detail-type');
  });
});
