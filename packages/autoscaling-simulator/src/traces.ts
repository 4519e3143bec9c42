/** A load over time; bytes are those of the logs, uncompressed. */
export interface Trace {
  readonly name: string;
  readonly description: string;
  readonly hours: number;
  /** Load at a time as a multiple of the mean load. */
  readonly load: (seconds: number) => number;
  /** Objects that arrive besides, each in one piece. */
  readonly giants?: readonly { readonly atSeconds: number; readonly bytes: number }[];
  /** Hours of mean load that wait when the trace begins. */
  readonly waitingHours?: number;
  /** Share of its size that OpenSearch takes. @defaultvalue 1 */
  readonly openSearch?: (seconds: number) => number;
}

const hour = 3600;
const day = 24 * hour;
const GiB = 2 ** 30;

/** Office hours weigh three times the night, with a steep morning. */
function wave(seconds: number): number {
  const hourOfDay = (seconds % day) / hour;
  const office = 1 / (1 + Math.exp(-(hourOfDay - 8) * 2)) - 1 / (1 + Math.exp(-(hourOfDay - 18) * 1.5));
  return 0.6 + 1.0 * office;
}

const between = (seconds: number, from: number, to: number) => seconds >= from && seconds < to;

export const traces: readonly Trace[] = [
  { name: 'steady', description: 'the same load all day', hours: 24, load: () => 1 },
  { name: 'wave', description: 'two days with quiet nights and a steep morning', hours: 48, load: wave },
  {
    name: 'burst',
    description: 'fifty times the load for ten minutes, as when a service delivers what it held back',
    hours: 12,
    load: (seconds) => (between(seconds, 2 * hour, 2 * hour + 600) ? 50 : 1),
  },
  {
    name: 'backlog',
    description: 'a day of logs waits, as after an outage',
    hours: 24,
    load: () => 1,
    waitingHours: 24,
  },
  {
    name: 'giant',
    description: 'one object of 50 GiB among the usual ones',
    hours: 12,
    load: () => 1,
    giants: [{ atSeconds: hour, bytes: 50 * GiB }],
  },
  {
    name: 'slowed',
    description: 'OpenSearch takes a twentieth of what it could for two hours',
    hours: 12,
    load: () => 1,
    openSearch: (seconds) => (between(seconds, 2 * hour, 4 * hour) ? 0.05 : 1),
  },
];
