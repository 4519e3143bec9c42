import type { RawRecord } from '@siem/log-type';
import { type RecordParser, setMember } from '../record-parser.ts';
import { textMember } from './element-tree.ts';
import { parseXml } from './xml.ts';

/**
 * Windows events in the XML form that Windows itself renders. `EventData` holds `<Data Name="x">y</Data>` elements;
 * they become one object, `Event.EventData.Data.x`, so that every value is a field.
 * @see https://learn.microsoft.com/windows/win32/wes/eventschema-schema
 */
export const windowsEventParser: RecordParser = { names: undefined, parse: parseWindowsEvent };

export function parseWindowsEvent(text: string): RawRecord | undefined {
  const record = text.startsWith('[') ? parsePlainEvent(text) : parseXml(text);
  const event = record?.['Event'];
  if (!isObject(event) || !isObject(event['System'])) return undefined;
  tidyEventId(event['System']);
  if (isObject(event['EventData'])) tidyEventData(event['EventData']);
  return record;
}

const plainEvent =
  /^\[(?<Channel>[^\]]{1,255})\] \[(?<level>\w{1,20})\] \[(?<EventID>\d{1,10})\] \[(?<Name>[^\]]{0,255})\] \[(?<Computer>[^\]]{1,255})\] \[(?<message>.*)\]\s*$/s;

/** `event_format` text of the CloudWatch agent: `[Security] [INFORMATION] [4624] [provider] [computer] [message]`. */
function parsePlainEvent(text: string): RawRecord | undefined {
  const groups = plainEvent.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const { Channel, level, EventID, Name, Computer, message } = groups;
  const rendering = { Level: level, Message: message };
  return { Event: { System: { Provider: { Name }, EventID, Channel, Computer }, RenderingInfo: rendering } };
}

/** `<EventID Qualifiers="1">7036</EventID>`: the number is the id, whatever else the element has. */
function tidyEventId(system: RawRecord): void {
  const id = system['EventID'];
  if (!isObject(id)) return;
  system['Qualifiers'] = id['Qualifiers'];
  system['EventID'] = id[textMember];
}

/** Lists that Windows writes as text between spaces. */
const lists = ['AccessList', 'PrivilegeList'];

function tidyEventData(eventData: RawRecord): void {
  if (eventData['Data'] === undefined || eventData['Data'] === null) return;
  const values = namedValues(eventData['Data']);
  for (const name of lists) {
    if (typeof values[name] === 'string') values[name] = values[name].trim().split(/\s+/);
  }
  eventData['Data'] = values;
}

/** Values without a name get their number: from 1 in a list, 0 for a single one. */
function namedValues(data: unknown): RawRecord {
  const values: RawRecord = {};
  if (!Array.isArray(data)) {
    setValue(values, data, 0);
  } else {
    data.forEach((item, i) => {
      setValue(values, item, i + 1);
    });
  }
  return values;
}

function setValue(values: RawRecord, item: unknown, number: number): void {
  if (typeof item === 'string') setMember(values, String(number), item);
  if (!isObject(item)) return;
  const text = item[textMember];
  if (text !== undefined) setMember(values, item['Name'] || String(number), text);
}

function isObject(value: unknown): value is RawRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
