import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NotificationError, readNotification } from '../src/index.ts';

const record = (key: string, more: object = {}) => ({
  eventVersion: '2.1',
  eventSource: 'aws:s3',
  awsRegion: 'eu-west-1',
  eventTime: '2026-01-30T10:05:00.000Z',
  eventName: 'ObjectCreated:Put',
  s3: { bucket: { name: 'logs' }, object: { key, size: 12, eTag: 'e1', versionId: 'v1', ...more } },
});
const direct = (...keys: string[]) => JSON.stringify({ Records: keys.map((key) => record(key)) });

describe('readNotification', () => {
  it('reads S3 events with several records', () => {
    expect(readNotification(direct('a', 'b'))).toEqual(
      ['a', 'b'].map((key) => ({
        bucket: 'logs',
        key,
        sizeBytes: 12,
        versionId: 'v1',
        etag: 'e1',
        region: 'eu-west-1',
        eventTime: '2026-01-30T10:05:00.000Z',
      })),
    );
  });

  it('decodes keys as S3 encodes them', () => {
    const encoded = (key: string) => encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (key) => {
        expect(readNotification(direct(encoded(key)))[0]!.key).toBe(key);
      }),
      { seed: 1 },
    );
    expect(readNotification(direct('100%.log'))[0]!.key).toBe('100%.log');
  });

  it('reads the same inside SNS, and SNS records of a Lambda form', () => {
    const sns = JSON.stringify({ Type: 'Notification', TopicArn: 'arn', Message: direct('a') });
    expect(readNotification(sns)[0]).toMatchObject({ bucket: 'logs', key: 'a' });
    expect(
      readNotification(JSON.stringify({ Records: [{ EventSource: 'aws:sns', Sns: { Message: direct('b') } }] }))[0]!
        .key,
    ).toBe('b');
  });

  it('reads EventBridge events, whose keys are not encoded', () => {
    const event = {
      version: '0',
      'detail-type': 'Object Created',
      region: 'eu-west-1',
      time: '2026-01-30T10:05:00Z',
      detail: { bucket: { name: 'logs' }, object: { key: 'a+b%20c', size: 5, 'version-id': 'v2' } },
    };
    expect(readNotification(JSON.stringify(event))).toEqual([
      {
        bucket: 'logs',
        key: 'a+b%20c',
        sizeBytes: 5,
        versionId: 'v2',
        region: 'eu-west-1',
        eventTime: '2026-01-30T10:05:00Z',
      },
    ]);
    expect(readNotification(JSON.stringify({ ...event, 'detail-type': 'Object Deleted' }))).toEqual([]);
  });

  it("reads CloudTrail's own messages and the short form of backfills", () => {
    expect(
      readNotification(JSON.stringify({ s3Bucket: 'trail', s3ObjectKey: ['a', 'b'] })).map(({ key }) => key),
    ).toEqual(['a', 'b']);
    expect(readNotification(JSON.stringify({ s3: { bucket: { name: 'logs' }, object: { key: 'a' } } }))).toEqual([
      { bucket: 'logs', key: 'a' },
    ]);
  });

  it('finds no object in test events and deletions', () => {
    expect(readNotification(JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'logs' }))).toEqual(
      [],
    );
    expect(
      readNotification(JSON.stringify({ Records: [{ ...record('a'), eventName: 'ObjectRemoved:Delete' }] })),
    ).toEqual([]);
  });

  it.each([
    '',
    'hello',
    '[]',
    '{}',
    '{"Records":[{}]}',
    '{"Records":[{"s3":{"bucket":{},"object":{"key":"a"}}}]}',
    '{"Message":"x"}',
  ])('says what is wrong with %j', (body) => expect(() => readNotification(body)).toThrow(NotificationError));

  it('does not follow messages in messages for ever', () => {
    let body = direct('a');
    for (let i = 0; i < 10; i++) body = JSON.stringify({ Message: body });
    expect(() => readNotification(body)).toThrow('wrapped more than');
  });
});
