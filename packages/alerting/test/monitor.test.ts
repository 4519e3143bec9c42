import { describe, expect, it } from '@jest/globals';
import { channelConfig, channelSchema, detections, monitorSchema, toMonitor } from '../src/index.ts';

const options = { channelIds: ['siem-security'], enabled: true };

describe('monitors', () => {
  it.each(detections)('$name is one that the plugin takes', (detection) => {
    const monitor = toMonitor(detection, options);

    expect(monitorSchema.safeParse(monitor).error).toBeUndefined();
    expect(JSON.stringify(monitor)).toContain('"destination_id":"siem-security"');
  });

  it('have names of their own', () => {
    expect(new Set(detections.map(({ name }) => name)).size).toBe(detections.length);
  });

  it.each(['schedul', 'trigger', 'owner'])('with an unknown key %s are refused', (key) => {
    expect(monitorSchema.safeParse({ ...toMonitor(detections[0]!, options), [key]: 1 }).success).toBe(false);
  });

  it('change their checksum with their query and with nothing else', () => {
    const [, detection] = detections;
    const checksum = (changes: object) => toMonitor({ ...detection!, ...changes }, options).ui_metadata.checksum;

    expect(checksum({})).toBe(checksum({ technique: 'T0000' }));
    expect(checksum({})).not.toBe(checksum({ query: 'eventName:other' }));
  });

  it('throttle what fires again and again, and tell each group once', () => {
    const byKind = new Map(
      detections.map((detection) => [detection.kind, JSON.stringify(toMonitor(detection, options))]),
    );

    expect(byKind.get('query')).toContain('"throttle":{"value":60,"unit":"MINUTES"}');
    expect(byKind.get('bucket')).toContain('"actionable_alerts":["NEW"]');
  });
});

describe('channels', () => {
  it('are written as the notifications plugin takes them', () => {
    const topicArn = 'arn:aws:sns:eu-west-1:111122223333:alerts';
    expect(channelConfig('siem-security', 'd', { type: 'sns', topicArn })).toEqual({
      name: 'siem-security',
      description: 'd',
      is_enabled: true,
      config_type: 'sns',
      sns: { topic_arn: topicArn },
    });
  });

  it.each([
    ['an address without TLS', { type: 'slack', url: 'http://hooks.example.com/x' }],
    ['another ARN', { type: 'sns', topicArn: 'arn:aws:sqs:eu-west-1:111122223333:q' }],
    ['an unknown key', { type: 'chime', url: 'https://hooks.example.com/x', colour: 'red' }],
    ['an unknown type', { type: 'pager' }],
    ['no recipients', { type: 'email', senderId: 's', recipients: [] }],
  ])('with %s are refused', (_, channel) => {
    expect(channelSchema.safeParse(channel).success).toBe(false);
  });
});
