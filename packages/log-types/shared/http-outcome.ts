/** `event.outcome` of a request by its status code, as a number or text. No answer, which CloudFront writes `000`, says nothing. */
export function httpOutcome(status: unknown): string {
  const code = typeof status === 'string' || typeof status === 'number' ? Number(status) : 0;
  if (!(code >= 100)) return 'unknown';
  return code < 400 ? 'success' : 'failure';
}
