import { own } from './json-values.ts';
import { klogLevels, klogPattern, klogTime } from './klog.ts';

/** What a line of an application's text log says where it begins, in whatever order its framework writes it. */
export interface TextLine {
  level?: string | undefined;
  /** With its offset from UTC. */
  time?: string | undefined;
  /** Without: it may be any zone's, so the time of an envelope is better. */
  localTime?: string | undefined;
  message?: string;
}

const headLength = 160;

/** `2026-01-30 10:05:01,123 [main] ERROR shop.Orders - …`, `INFO:root:…`, `[info] …`, lines of klog. */
export function textLine(text: string, nowMs: number): TextLine {
  const klog = klogPattern.exec(text)?.groups;
  if (klog !== undefined) {
    return {
      level: klogLevels[klog['klog_severity']!],
      time: klogTime(klog['klog_time']!, nowMs),
      message: klog['klog_message']!,
    };
  }
  const head = text.slice(0, headLength);
  return { level: levelOf(head), ...timeOf(head) };
}

const timeForm =
  /^.{0,40}?(?<![\d-])(\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?)( ?(?:Z|UTC|[+-]\d\d:?\d\d)(?![\w:]))?/;

function timeOf(head: string): TextLine {
  const [, time, zone] = timeForm.exec(head) ?? [];
  if (time === undefined) return {};
  const iso = time.replaceAll('/', '-');
  return zone === undefined ? { localTime: iso } : { time: `${iso}${zone.trim()}` };
}

const levels = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  NOTICE: 'notice',
  WARN: 'warn',
  WARNING: 'warning',
  ERROR: 'error',
  SEVERE: 'severe',
  CRITICAL: 'critical',
  FATAL: 'fatal',
  PANIC: 'panic',
};

/** Between time and level stand at most thread and logger; in prose the same words mean nothing. */
const mostWordsBefore = 2;

function levelOf(head: string): string | undefined {
  let hasTime = false;
  let wordsBefore = 0;
  for (const word of head.split(/[\s[\]()<>|]+/, 10)) {
    if (word === '' || word === '-' || word === 'UTC') continue;
    if (/^[\d:.,/TZ+-]+$/.test(word)) {
      hasTime = true;
      continue;
    }
    const [name] = word.split(':', 1) as [string];
    const isMarked = name !== word || head.includes(`[${name}]`);
    const level = own(levels, wordsBefore === 0 && isMarked ? name.toUpperCase() : name);
    if (level !== undefined) return level;
    if (!hasTime || ++wordsBefore > mostWordsBefore) return undefined;
  }
  return undefined;
}
