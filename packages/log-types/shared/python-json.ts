/** JSON as Python writes it, with spaces and ASCII only, where existing indexes hold it as text. */
export function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (typeof value === 'object' && value !== null && !('rawJSON' in value)) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return `{${members.map(([name, member]) => `${ascii(JSON.stringify(name))}: ${pythonJson(member)}`).join(', ')}}`;
  }
  return ascii(JSON.stringify(value) ?? 'null');
}

function ascii(text: string): string {
  return text.replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
