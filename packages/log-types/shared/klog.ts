/**
 * Lines of klog, which Kubernetes components write: severity, month and day, time, thread, place in the source.
 * @see https://github.com/kubernetes/klog
 */
export const klogPattern =
  /^(?<klog_severity>[IWEF])(?<klog_time>\d{4} \d\d:\d\d:\d\d\.\d{1,9})\s+(?<klog_thread>\d+) (?<klog_file>[^\s:\]]+):(?<klog_line>\d+)\] ?(?<klog_message>[\s\S]*)$/;

export const klogLevels: Readonly<Record<string, string>> = { I: 'info', W: 'warning', E: 'error', F: 'fatal' };

/** `0130 10:05:00.123456` has no year: the one that puts it closest before it was written. Text for ISO 8601. */
export function klogTime(text: string, writtenMs: number): string {
  const year = new Date(writtenMs).getUTCFullYear();
  const rest = `${text.slice(0, 2)}-${text.slice(2, 4)}T${text.slice(5)}Z`;
  const dayMs = 86_400_000;
  return Date.parse(`${year}-${rest}`) > writtenMs + dayMs ? `${year - 1}-${rest}` : `${year}-${rest}`;
}
