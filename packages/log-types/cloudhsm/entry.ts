import { entryFields } from './entry-fields.ts';

/** `CN_LOGIN (0xd)`: name and code. */
const withCode = /^(.*\S)\s*\((\w*)\)$/;
/** `0:HSM Return: SUCCESS` or `163:HSM Error: ...`. */
const response = /^(\w*):(?:HSM Return: ?(.*)|HSM Error: ?(.*))?$/;
/** `04/30/22 20:13:18.189504, usec:1650658398189504`, with or without the comma. */
const timeWithMicroseconds = /^(\S+ \S+?),?\s+usec:(\d*)$/;

/**
 * Lines `Label : value` of an audit log entry, in any order, as the order differs by firmware. What is not known is kept
 * as it stands.
 * @see https://docs.aws.amazon.com/cloudhsm/latest/userguide/cloudhsm-audit-log-reference.html
 */
export function readEntry(text: string): Record<string, string | undefined> {
  const entry: Record<string, string | undefined> = {};
  const unknown: string[] = [];
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    const label = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (colon < 0 || !readLine(entry, label, value)) unknown.push(line.trim());
  }
  const rest = unknown.filter((line) => line !== '').join('\n');
  if (rest !== '') entry['unknown_field_value'] = rest;
  return entry;
}

function readLine(entry: Record<string, string | undefined>, label: string, value: string): boolean {
  const fields = Object.hasOwn(entryFields, label) ? entryFields[label] : undefined;
  if (fields !== undefined) {
    const [name, code] = fields;
    const parts = code === undefined ? null : withCode.exec(value);
    entry[name] = parts?.[1] ?? value;
    if (code !== undefined) entry[code] = parts?.[2];
    return true;
  }
  switch (label) {
    case 'response': {
      const [, number, hsmReturn, hsmError] = response.exec(value) ?? [undefined, value];
      Object.assign(entry, { response: number, hsm_return: hsmReturn, hsm_error: hsmError });
      return true;
    }
    case 'local time':
    case 'host time': {
      const name = label.replace(' ', '_');
      const [, time, microseconds] = timeWithMicroseconds.exec(value) ?? [undefined, value];
      entry[name] = time;
      entry[`${name}_usec`] = microseconds;
      return true;
    }
    case 'propagation delay':
      entry['propagation_delay'] = value.replace(/^usec:\s*/, '');
      return true;
    default:
      return false;
  }
}
