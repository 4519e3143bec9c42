/** When a new index begins. `aoss`: serverless collections, one index; `auto`: an alias that ISM rolls over. */
export type Rotation = 'auto' | 'daily' | 'weekly' | 'monthly' | 'yearly' | 'aoss';

export interface IndexNaming {
  rotation: Rotation;
  /** Time that decides: the event's, or that of the object's arrival in S3, the same at every delivery. */
  time: 'event' | 'ingest';
  /** Minutes east of UTC in which days begin. */
  zoneOffsetMinutes: number;
  /** Put between the name and the rotation part. */
  suffix?: string;
}

export const defaultNaming: IndexNaming = { rotation: 'monthly', time: 'event', zoneOffsetMinutes: 0 };

/** Names indexes; remembers the last hour's answer, since neighbouring records nearly always share it. */
export class IndexNamer {
  private readonly naming: IndexNaming;
  private lastHour = '';
  private lastPart = '';

  constructor(naming: IndexNaming) {
    this.naming = naming;
  }

  /** @param timestamp canonical text, e.g. `2024-05-14T03:05:06+00:00` */
  name(base: string, timestamp: string, arrived: string): string {
    const { rotation, suffix } = this.naming;
    if (rotation === 'aoss') return `${base}-${suffix ?? '001'}`;
    if (rotation === 'auto') return base;
    const deciding = this.naming.time === 'event' ? timestamp : arrived;
    const named = suffix === undefined ? base : `${base}-${suffix}`;
    return named + this.part(deciding);
  }

  private part(timestamp: string): string {
    if (this.naming.zoneOffsetMinutes === 0 && timestamp.endsWith('+00:00') && this.naming.rotation !== 'weekly') {
      return `-${timestamp.substring(0, utcLength[this.naming.rotation as 'daily' | 'monthly' | 'yearly'])}`;
    }
    const hour = timestamp.slice(0, 13) + timestamp.slice(-6);
    if (hour !== this.lastHour) {
      const localMs = Date.parse(timestamp) + this.naming.zoneOffsetMinutes * 60_000;
      this.lastPart = datePart(new Date(localMs), this.naming.rotation);
      // Half-hour zones change the day inside an hour of UTC.
      this.lastHour = this.naming.zoneOffsetMinutes % 60 === 0 && timestamp.endsWith(':00') ? hour : '';
    }
    return this.lastPart;
  }
}

const utcLength = { daily: 10, monthly: 7, yearly: 4 } as const;

function datePart(local: Date, rotation: Rotation): string {
  const day = local.toISOString().slice(0, 10);
  if (rotation === 'weekly') return `-${day.slice(0, 4)}-w${String(weekOfYear(local)).padStart(2, '0')}`;
  return `-${day.slice(0, utcLength[rotation as 'daily' | 'monthly' | 'yearly'])}`;
}

/** Weeks start on Monday; days before the year's first Monday are week 0 (strftime's %W, as existing indexes have it). */
function weekOfYear(date: Date): number {
  const dayOfYear = Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000);
  const weekday = (date.getUTCDay() + 6) % 7;
  return Math.floor((dayOfYear + 7 - weekday) / 7);
}
