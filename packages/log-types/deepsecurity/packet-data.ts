import { Buffer, isUtf8 } from 'node:buffer';

const base64 = /^[A-Za-z0-9+/]+={0,2}$/;
const forwardedFor = /X-Forwarded-For: (\d{1,3}(?:\.\d{1,3}){3})/i;

/**
 * Start of the packet that triggered a rule, in base64. Cookies are left out: they are credentials.
 * @returns undefined where it is no base64
 */
export function readPacketData(
  encoded: string | undefined,
): { text: string; forwardedFor: string | undefined } | undefined {
  if (encoded === undefined || encoded.length % 4 !== 0 || !base64.test(encoded)) return undefined;
  const lines = decode(Buffer.from(encoded, 'base64')).split('\n');
  const text = lines.filter((line) => !line.toLowerCase().startsWith('cookie')).join('\n');
  return { text, forwardedFor: forwardedFor.exec(text)?.[1] };
}

/** Packets are bytes: what is no UTF-8 is written as `\xff`. */
function decode(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  return bytes.toString('latin1').replace(/[\u0080-\u00ff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
}
