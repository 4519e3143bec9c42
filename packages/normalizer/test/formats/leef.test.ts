import { describe, expect, it } from '@jest/globals';
import { parseLeef } from '../../src/formats/leef.ts';

describe('LEEF', () => {
  it('reads version 1 with tabs between pairs', () => {
    expect(parseLeef('LEEF:1.0|Acme|Agent|20.0|4000000|src=192.0.2.1\tusrName=Jürgen\tmsg=a b=c')).toEqual({
      leef_version: '1.0',
      leef_device_vendor: 'Acme',
      leef_device_product: 'Agent',
      leef_device_version: '20.0',
      leef_event_id: '4000000',
      src: '192.0.2.1',
      usrName: 'Jürgen',
      msg: 'a b=c',
    });
  });

  it.each([
    ['a character', 'LEEF:2.0|Acme|Agent|20.0|7|^|a=1^b=2'],
    ['its number', 'LEEF:2.0|Acme|Agent|20.0|7|0x5E|a=1^b=2'],
    ['its short number', 'LEEF:2.0|Acme|Agent|20.0|7|x5e|a=1^b=2'],
    ['nothing, a tab', 'LEEF:2.0|Acme|Agent|20.0|7||a=1\tb=2'],
    ['no field, a tab', 'LEEF:2.0|Acme|Agent|20.0|7|a=1\tb=2'],
  ])('reads version 2 whose delimiter is %s', (_name, text) => {
    expect(parseLeef(text)).toMatchObject({ leef_event_id: '7', a: '1', b: '2' });
  });

  it('keeps the syslog header that stands before', () => {
    const record = parseLeef('<13>1 2026-01-30T10:00:00Z host-1 app - - - LEEF:1.0|a|b|c|d|k=v');
    expect(record).toMatchObject({ syslog: { hostname: 'host-1', severity: 'notice' }, k: 'v' });
  });

  it('refuses text with a shorter header', () => {
    expect(parseLeef('LEEF:1.0|a|b')).toBeUndefined();
    expect(parseLeef('k=v')).toBeUndefined();
  });
});
