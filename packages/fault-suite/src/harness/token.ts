const mark = 'a5e1f';
const pattern = new RegExp(`${mark}[0-9a-f]{12}`, 'g');

/** Stands in the text of exactly one record of a load, so that its copies can be counted wherever they end. */
export function tokenOf(seed: number, serial: number): string {
  return `${mark}${(seed & 0xffff).toString(16).padStart(4, '0')}${serial.toString(16).padStart(8, '0')}`;
}

export function tokensIn(text: string): string[] {
  return text.match(pattern) ?? [];
}
