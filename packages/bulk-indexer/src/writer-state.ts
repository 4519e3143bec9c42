/**
 * What a worker may do with the queue:
 * - `writable`: receive.
 * - `throttled`: receive; the cluster has as much as it can take, or some index takes nothing, and backpressure does
 *   the rest.
 * - `unavailable`: stop receiving. The cluster is unreachable, refuses us, or is read-only (disk full, blocked). It is
 *   probed, and the state changes by itself.
 */
export type WriterState = 'writable' | 'throttled' | 'unavailable';

export interface StateChange {
  readonly state: WriterState;
  readonly previous: WriterState;
  /** Stable code of the cause, such as `no_answer`, `flood_stage`, `throttled`; `recovered` for `writable`. */
  readonly reason: string;
  /** What the connection or OpenSearch said, for people; may be empty. */
  readonly detail: string;
}

/** An index that takes no documents at the moment while others do. */
export interface StuckIndex {
  readonly index: string;
  readonly reason: string;
  /** How long it has been so. */
  readonly forMs: number;
  readonly waitingBytes: number;
}

export const stateNumbers: Readonly<Record<WriterState, number>> = { writable: 0, throttled: 1, unavailable: 2 };
