import { describe, expect, it } from '@jest/globals';
import { syslogParser } from '../../src/formats/syslog.ts';

const { parse } = syslogParser;

describe('syslog', () => {
  it('reads RFC 5424 with structured data', () => {
    // Act
    const record = parse(
      '<165>1 2026-01-30T10:05:01.003Z host.example evntslog 42 ID47 [a@32473 iut="3" t="say \\"hi\\" \\]"][b@1] \ufeffAn event',
    );

    // Assess
    expect(record).toEqual({
      priority: 165,
      facility: 'local4',
      severity: 'notice',
      version: '1',
      timestamp: '2026-01-30T10:05:01.003Z',
      hostname: 'host.example',
      app_name: 'evntslog',
      proc_id: '42',
      msg_id: 'ID47',
      structured_data: { 'a@32473': { iut: '3', t: 'say "hi" ]' }, 'b@1': {} },
      message: 'An event',
    });
  });

  it('leaves out nil values of RFC 5424', () => {
    expect(parse('<34>1 - - - - - -')).toEqual({
      priority: 34,
      facility: 'auth',
      severity: 'critical',
      version: '1',
      message: '',
    });
  });

  it('reads RFC 3164 with and without priority and process id', () => {
    expect(parse('<34>Oct 11 22:14:15 mymachine su: failed for root')).toEqual({
      priority: 34,
      facility: 'auth',
      severity: 'critical',
      timestamp: 'Oct 11 22:14:15',
      hostname: 'mymachine',
      app_name: 'su',
      message: 'failed for root',
    });
    expect(parse('Oct  1 22:14:15 10.0.0.1 sshd[77]: Accepted: yes')).toEqual({
      timestamp: 'Oct  1 22:14:15',
      hostname: '10.0.0.1',
      app_name: 'sshd',
      proc_id: '77',
      message: 'Accepted: yes',
    });
  });

  it('reads ISO 8601 times, IPv6 hosts and lines without a host', () => {
    expect(parse('2026-01-30T10:05:01.123456+01:00 2001:db8::1 cron[1]: ran')).toMatchObject({
      timestamp: '2026-01-30T10:05:01.123456+01:00',
      hostname: '2001:db8::1',
      app_name: 'cron',
    });
    expect(parse('Oct 11 22:14:15 su: no host')).toMatchObject({ app_name: 'su', message: 'no host' });
  });

  it('keeps the message of a line without a tag', () => {
    expect(parse('Oct 11 22:14:15 host last message repeated 2 times')).toMatchObject({
      hostname: 'host',
      message: 'last message repeated 2 times',
    });
  });

  it.each(['', 'plain text', '<34>1 2026-01-30T10:05:01Z host app 1 id [broken', '<34>1 x'])('refuses %j', (text) => {
    expect(parse(text)).toBeUndefined();
  });

  it('gives no facility for a priority that does not exist', () => {
    expect(parse('<999>Oct 11 22:14:15 host a: b')).not.toHaveProperty('facility');
  });

  it('reads a megabyte of broken structured data in linear time', () => {
    expect(parse(`<34>1 - - - - - ${'[a b'.repeat(250_000)}`)).toBeUndefined();
  });
});
