import { describe, expect, it } from '@jest/globals';
import { cefParser, parseCef, readExtension } from '../../src/formats/cef.ts';

describe('CEF', () => {
  it('reads the header and the extension', () => {
    // Act
    const record = parseCef('CEF:0|Acme|Fire \\| Wall|1.0|100|Blocked|7|src=192.0.2.1 spt=443 msg=two words here');

    // Assess
    expect(record).toEqual({
      cef_version: '0',
      cef_device_vendor: 'Acme',
      cef_device_product: 'Fire | Wall',
      cef_device_version: '1.0',
      cef_device_event_class_id: '100',
      cef_name: 'Blocked',
      cef_severity: '7',
      src: '192.0.2.1',
      spt: '443',
      msg: 'two words here',
    });
  });

  it('names custom fields by their label', () => {
    const record = parseCef('CEF:0|a|b|c|d|e|1|cs1Label=Rule Name cs1=allow all cn1=5 cs2Label=Lonely');
    expect(record).toMatchObject({ 'Rule Name': 'allow all', cn1: '5', cs2Label: 'Lonely' });
    expect(record).not.toHaveProperty('cs1');
  });

  it('keeps the syslog header that stands before', () => {
    const record = parseCef('<134>Feb  3 10:00:00 sensor-1 CEF:0|a|b|c|d|e|1|act=log');
    expect(record?.['syslog']).toMatchObject({
      facility: 'local0',
      hostname: 'sensor-1',
      timestamp: 'Feb  3 10:00:00',
    });
  });

  it('accepts a header without a severity and refuses a shorter one', () => {
    expect(parseCef('CEF:0|a|b|c|d|e|')).toMatchObject({ cef_name: 'e' });
    expect(parseCef('CEF:0|a|b|c')).toBeUndefined();
    expect(parseCef('no event')).toBeUndefined();
  });

  it('keeps unescaped equals signs of a URL in the value', () => {
    expect(readExtension('request=http://example.com/?a=b&c=d act=block', 0)).toEqual([
      ['request', 'http://example.com/?a=b&c=d'],
      ['act', 'block'],
    ]);
  });

  it('unescapes equals signs, backslashes and line breaks', () => {
    expect(readExtension('msg=a\\=b\\nc filePath=C:\\\\Temp\\\\x.exe old=C:\\Windows', 0)).toEqual([
      ['msg', 'a=b\nc'],
      ['filePath', 'C:\\Temp\\x.exe'],
      ['old', 'C:\\Windows'],
    ]);
  });

  it('keeps the backslashes of Windows paths that nobody escaped', () => {
    expect(
      readExtension('a=C:\\new\\temp b=D:\\run\\Tools\\net.exe c=\\\\nas\\Share\\x d=C:\\\\new\\\\run', 0),
    ).toEqual([
      ['a', 'C:\\new\\temp'],
      ['b', 'D:\\run\\Tools\\net.exe'],
      ['c', '\\\\nas\\Share\\x'],
      ['d', 'C:\\new\\run'],
    ]);
  });

  it('keeps labels and values apart where the log type asks for that', () => {
    const text = 'CEF:0|a|b|c|d|e|1|cs1Label=Rule cs1=allow all';
    expect(parseCef(text, 'keep')).toMatchObject({ cs1: 'allow all', cs1Label: 'Rule' });
  });

  it('reads events that a forwarder put into JSON, and LEEF where the log type asks for that', () => {
    const { parse } = cefParser({ kind: 'cef', alsoLeef: true });
    expect(parse('{"host":"h1","message":"CEF:0|a|b|c|d|e|1|act=log"}')).toMatchObject({ host: 'h1', act: 'log' });
    expect(parse('{"log":"LEEF:1.0|a|b|c|d|act=log"}')).toMatchObject({ leef_event_id: 'd', act: 'log' });
    expect(parse('{"message":"neither"}')).toBeUndefined();
    expect(parse('{"message":')).toBeUndefined();
    expect(cefParser({ kind: 'cef' }).parse('LEEF:1.0|a|b|c|d|act=log')).toBeUndefined();
  });

  it('keeps a field named __proto__ as a field', () => {
    const record = parseCef('CEF:0|a|b|c|d|e|1|__proto__=x')!;
    expect(Object.keys(record)).toContain('__proto__');
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it.each([
    ['equals signs', '='],
    ['words with equals signs', 'a=b='],
    ['backslashes', '\\'],
    ['pipes', '|'],
  ])('reads a megabyte of %s in linear time', (_name, part) => {
    const text = `CEF:0|a|b|c|d|e|1|k=${part.repeat(1_000_000 / part.length)}`;
    expect(parseCef(text)).toBeDefined();
  });
});
