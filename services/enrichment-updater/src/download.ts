const timeoutMs = 300_000;
const maxBytes = 512 * 1024 * 1024;

/**
 * The body of a URL.
 * @throws Error naming the URL, without its query, and what was answered
 */
export async function download(url: string, headers: Record<string, string> = {}): Promise<Buffer> {
  const place = url.split('?', 1)[0]!;
  let response: Response;
  try {
    response = await fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    const { message, cause } = error as Error;
    throw new Error(`${place} cannot be fetched: ${(cause as Error | undefined)?.message ?? message}`);
  }
  if (!response.ok) throw new Error(`${place} answers ${response.status} ${response.statusText}`);
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of response.body ?? []) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes > maxBytes) throw new Error(`${place} has more than ${maxBytes} bytes`);
  }
  return Buffer.concat(pieces);
}
