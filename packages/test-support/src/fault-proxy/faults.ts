/** What the proxy knows of a request before it forwards it. */
export interface ProxiedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** For SQS (`AmazonSQS.ReceiveMessage`) and other JSON protocols; empty otherwise. */
  readonly operation: string;
}

/** One item of a `_bulk` request. */
export interface BulkItem {
  /** Counted from zero within its request. */
  readonly position: number;
  readonly action: 'index' | 'create' | 'update' | 'delete';
  readonly index: string | undefined;
  readonly id: string | undefined;
  /** The document's line; undefined for a delete. */
  readonly source: string | undefined;
}

export type Fault =
  /** Answers by itself; nothing reaches the server. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly retryAfterSeconds?: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Resets the connection instead of forwarding: the server has done nothing. */
  | { readonly kind: 'reset-before' }
  /** Forwards, waits for the server's whole answer, then resets: the work is done but nobody knows. */
  | { readonly kind: 'reset-after' }
  /** Passes the head and half of the body, then ends the connection. */
  | { readonly kind: 'cut' }
  /** Passes the head and half of the body, then nothing; the connection stays open. */
  | { readonly kind: 'stall' }
  /** Forwards, and passes another body than the server's, under its own status and headers but with the right length. */
  | { readonly kind: 'rewrite'; readonly change: (body: Buffer) => string | Buffer }
  /** Passes the body no faster than that. */
  | { readonly kind: 'slow'; readonly bytesPerSecond: number }
  /** Holds the request back, then forwards it. */
  | { readonly kind: 'delay'; readonly delayMs: number }
  /** Takes the request and never answers. */
  | { readonly kind: 'hang' }
  /**
   * Only for `_bulk`: the chosen items never reach the server and are answered with this status among the real answers
   * of the others.
   */
  | {
      readonly kind: 'bulk-items';
      readonly status: number;
      /** @defaultvalue one that OpenSearch gives with that status */
      readonly error?: { readonly type: string; readonly reason: string };
      /** @defaultvalue every item */
      readonly choose?: (item: BulkItem) => boolean;
      /** Share of the chosen items that fail, 0 to 1. @defaultvalue `1` */
      readonly itemRate?: number;
    }
  /** Only for `_bulk`: resets the connection when a chosen item is in the request, of which nothing reaches the server. */
  | { readonly kind: 'bulk-reset'; readonly choose: (item: BulkItem) => boolean };

/** Which requests a fault hits. */
export interface FaultScope {
  /** @defaultvalue every request */
  readonly when?: (request: ProxiedRequest) => boolean;
  /** Hits this many requests and is then used up. @defaultvalue no end */
  readonly times?: number;
  /** Share of the requests that it hits, 0 to 1, by the proxy's seed. @defaultvalue `1` */
  readonly rate?: number;
}

/** A fault at work. */
export interface ActiveFault {
  readonly fault: Fault;
  /** Requests it has hit. */
  readonly hits: number;
  /** From now on it hits no more. */
  remove(): void;
}

/** Selects the fault of each request: the newest that matches and is not used up. */
export class FaultList {
  readonly #random: () => number;
  #active: MutableFault[] = [];

  constructor(random: () => number) {
    this.#random = random;
  }

  add(fault: Fault, scope: FaultScope): ActiveFault {
    const added = new MutableFault(fault, scope, (gone) => {
      this.#active = this.#active.filter((other) => other !== gone);
    });
    this.#active.unshift(added);
    return added;
  }

  clear(): void {
    this.#active = [];
  }

  pick(request: ProxiedRequest): Fault | undefined {
    for (const candidate of this.#active) {
      const { when, rate = 1, times = Number.POSITIVE_INFINITY } = candidate.scope;
      if (candidate.hits >= times || when?.(request) === false) continue;
      // A fault for bulk items passes over everything else, and is not used up by it.
      if (candidate.fault.kind.startsWith('bulk-') && !isBulk(request)) continue;
      if (rate < 1 && this.#random() >= rate) continue;
      candidate.hits += 1;
      return candidate.fault;
    }
    return undefined;
  }
}

class MutableFault implements ActiveFault {
  readonly fault: Fault;
  readonly scope: FaultScope;
  readonly #onRemove: (gone: MutableFault) => void;
  hits = 0;

  constructor(fault: Fault, scope: FaultScope, onRemove: (gone: MutableFault) => void) {
    this.fault = fault;
    this.scope = scope;
    this.#onRemove = onRemove;
  }

  remove(): void {
    this.#onRemove(this);
  }
}

export function isBulk({ method, path }: Pick<ProxiedRequest, 'method' | 'path'>): boolean {
  return (method === 'POST' || method === 'PUT') && /\/_bulk(\?|$)/.test(path);
}
