import { describe, expect, it } from '@jest/globals';
import { parseWindowsEvent } from '../../src/formats/windows-event.ts';

const system = '<System><EventID>4624</EventID><Computer>host</Computer></System>';

function dataOf(eventData: string): unknown {
  const text = `<Event xmlns="urn:x">${system}<EventData>${eventData}</EventData></Event>`;
  return parseWindowsEvent(text)?.['Event'].EventData.Data;
}

describe('Windows event XML', () => {
  it('makes an object of named values', () => {
    expect(dataOf('<Data Name="User">bob</Data><Data Name="Empty"></Data><Data Name="Port">5</Data>')).toEqual({
      User: 'bob',
      Port: '5',
    });
  });

  it('numbers values without a name', () => {
    expect(dataOf('<Data>only</Data>')).toEqual({ 0: 'only' });
    expect(dataOf('<Data>a</Data><Data/><Data>c</Data>')).toEqual({ 1: 'a', 3: 'c' });
    expect(dataOf('<Data Name="">x</Data>')).toEqual({ 0: 'x' });
  });

  it('reads a single named value', () => {
    expect(dataOf('<Data Name="param1">stopped</Data>')).toEqual({ param1: 'stopped' });
  });

  it('splits access and privilege lists', () => {
    expect(
      dataOf('<Data Name="AccessList">%%1537\n\t\t\t\t%%1538\n\t\t\t\t</Data><Data Name="PrivilegeList">A\n B</Data>'),
    ).toEqual({ AccessList: ['%%1537', '%%1538'], PrivilegeList: ['A', 'B'] });
  });

  it('reads an event id with qualifiers', () => {
    const record = parseWindowsEvent(
      '<Event><System><EventID Qualifiers="16384">7036</EventID></System><EventData/></Event>',
    );
    expect(record?.['Event'].System).toEqual({ EventID: '7036', Qualifiers: '16384' });
  });

  it('keeps user data and rendering information', () => {
    const record = parseWindowsEvent(
      `<Event>${system}<UserData><Cleared xmlns="urn:y"><User>bob</User></Cleared></UserData>` +
        '<RenderingInfo Culture="en-US"><Message>Log cleared</Message></RenderingInfo></Event>',
    );
    expect(record?.['Event']).toMatchObject({
      UserData: { Cleared: { xmlns: 'urn:y', User: 'bob' } },
      RenderingInfo: { Culture: 'en-US', Message: 'Log cleared' },
    });
  });

  it.each([
    '<Event/>',
    '<Event><System/></Event>',
    '<Event>text</Event>',
    '<Other><System><a/></System></Other>',
    '<Event>',
  ])('refuses %s', (text) => {
    expect(parseWindowsEvent(text)).toBeUndefined();
  });
});
