const escapes = /(?:%[\da-f]{2})+/gi;

/** Undoes percent escapes; undefined where what they stand for is no UTF-8. Other `%` signs stay. */
export function unescapeStrictly(text: string): string | undefined {
  try {
    return text.replace(escapes, decodeURIComponent);
  } catch {
    return undefined;
  }
}

/** Undoes percent escapes; bytes that are no UTF-8 become U+FFFD. */
export function unescapeLeniently(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(escapes, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
}
