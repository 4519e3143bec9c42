/** What a task did to the thread or process that ran it. Its records are then looked at one by one. */
export class TaskFailureError extends Error {
  readonly code: 'record_timed_out' | 'record_crashed_thread' | 'record_failed';

  constructor(code: TaskFailureError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TaskFailureError';
    this.code = code;
  }
}

/** No process could be started for a record, for want of memory or open files: nothing that the record did. */
export class QuarantineStartError extends Error {
  readonly code = 'quarantine_not_started';

  constructor(cause: Error) {
    super(`the process for suspect records does not start: ${cause.message}`, { cause });
    this.name = 'QuarantineStartError';
  }
}

/** More records of one object hang or crash than are looked for: the message ends in the queue's DLQ. */
export class PoisonObjectError extends Error {
  readonly code = 'poison_object';

  constructor(found: number, lastReason: string) {
    super(`${found} records of the object hang or crash, more are not looked for; the last: ${lastReason}`);
    this.name = 'PoisonObjectError';
  }
}
