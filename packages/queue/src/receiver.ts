import { setTimeout as delay } from 'node:timers/promises';
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type NotificationError, readNotification, type S3ObjectReference } from './notification.ts';

export interface ReceivedMessage {
  id: string;
  objects: S3ObjectReference[];
  /** How often SQS has delivered it, this time included. */
  receiveCount: number;
  /** When SQS delivered it for the first time, epoch milliseconds. */
  firstReceivedMs: number;
}

export interface ReceiverOptions {
  queueUrl: string;
  /** Long polls at the same time. */
  receives: number;
  maxMessages: number;
  /** Stored bytes of the objects in work; no message counts more than a quarter of it. */
  maxBytes: number;
  /** Assumed for notifications that do not say. */
  unknownObjectBytes: number;
  visibilityTimeoutSeconds: number;
  /**
   * Handles a message. `done` deletes it; `retry` and a rejection give it back.
   * The signal is aborted when the drain time is over.
   */
  handle(message: ReceivedMessage, signal: AbortSignal): Promise<'done' | 'retry'>;
  /** For logs and metrics. */
  report(event: ReceiverEvent): void;
}

export type ReceiverEvent =
  | { kind: 'received' | 'deleted' | 'returned' | 'released' | 'abandoned'; messageId: string }
  | { kind: 'invalid'; messageId: string; error: NotificationError }
  | { kind: 'failed'; messageId: string; error: unknown }
  | { kind: 'error'; action: 'receive' | 'delete' | 'extend' | 'release'; error: unknown };

interface InFlight {
  receiptHandle: string;
  bytes: number;
}

const waitTimeSeconds = 20;
/** Of a long poll that brings nothing; one that ends earlier was not answered by SQS, or not well. */
const shortestPollMs = 1_000;
/** One message counts at most this part of the bytes in work, so that others are received beside a huge object. */
const hugeShare = 4;
/** SQS hides a message for 12 hours at most, counted from its receipt. */
const maxHiddenMs = 12 * 3_600_000;
const deleteAttempts = 5;

/**
 * Receives messages as far as the budgets allow and keeps them hidden until they are finished.
 *
 * States: running -> paused (`pause`: no new messages, those in work go on) -> running (`resume`);
 * any -> draining (`stop`: no new messages; what is not done in time is aborted and given back, what does not even end then is
 * abandoned and shows up again after its visibility timeout) -> stopped.
 */
export class Receiver {
  private readonly inFlight = new Map<string, InFlight>();
  private readonly work = new Set<Promise<void>>();
  private readonly abortWork = new AbortController();
  private readonly abortPolls = new AbortController();
  private readonly polls: Promise<void>[] = [];
  private heartbeat: NodeJS.Timeout | undefined;
  /** Why it is paused, and after how long each of the causes allows a look. */
  private readonly pauses = new Map<string, number>();
  /** Messages that receives under way may bring. */
  private expected = 0;
  private wake: (() => void)[] = [];
  private readonly client: SQSClient;
  private readonly options: ReceiverOptions;

  constructor(client: SQSClient, options: ReceiverOptions) {
    this.client = client;
    this.options = options;
  }

  get messagesInFlight(): number {
    return this.inFlight.size;
  }

  get bytesInFlight(): number {
    let bytes = 0;
    for (const message of this.inFlight.values()) bytes += message.bytes;
    return bytes;
  }

  start(): void {
    const intervalMs = (this.options.visibilityTimeoutSeconds * 1000) / 3;
    this.heartbeat = setInterval(() => void this.extendAll(), intervalMs);
    for (let i = 0; i < this.options.receives; i++) this.polls.push(this.poll());
  }

  /**
   * @param cause it goes on when none is left
   * @param lookMs each time that this has passed, one message is received all the same: it may go another way
   */
  pause(cause: string, lookMs = Number.POSITIVE_INFINITY): void {
    this.pauses.set(cause, lookMs);
  }

  resume(cause: string): void {
    this.pauses.delete(cause);
    this.wakeAll();
  }

  private get isPaused(): boolean {
    return this.pauses.size > 0;
  }

  /**
   * Resolves when nothing is in work any more, or what is left does not end.
   * @param drainMs time for what is in work
   * @param endMs time for what is aborted after that
   */
  async stop(drainMs: number, endMs = 10_000): Promise<void> {
    this.abortPolls.abort();
    this.wakeAll();
    const abort = setTimeout(() => this.abortWork.abort(new Error('drain time is over')), drainMs);
    const { promise: isOver, resolve: giveUp } = Promise.withResolvers<void>();
    const end = setTimeout(giveUp, drainMs + endMs);
    await Promise.race([this.ended(), isOver]);
    clearTimeout(abort);
    clearTimeout(end);
    clearInterval(this.heartbeat);
    for (const messageId of this.inFlight.keys()) this.options.report({ kind: 'abandoned', messageId });
  }

  private async ended(): Promise<void> {
    await Promise.allSettled(this.polls);
    while (this.work.size > 0) await Promise.allSettled(this.work);
  }

  /** One long poll after the other. */
  private async poll(): Promise<void> {
    const { signal } = this.abortPolls;
    while (!signal.aborted) {
      if (this.isPaused || !this.hasRoom()) {
        const isWoken = await this.woken(Math.max(...this.pauses.values()));
        if (isWoken || !this.isPaused || !this.hasRoom()) continue;
      }
      const wanted = Math.min(this.isPaused ? 1 : 10, this.options.maxMessages - this.inFlight.size - this.expected);
      this.expected += wanted;
      const messages = await this.receive(wanted, signal);
      this.expected -= wanted;
      for (const message of messages) this.begin(message);
      this.wakeAll();
    }
  }

  /** False: the time passed first. @param withinMs for ever, where it is not finite */
  private woken(withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = Number.isFinite(withinMs) ? setTimeout(() => resolve(false), withinMs) : undefined;
      this.wake.push(() => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  }

  private hasRoom(): boolean {
    return this.inFlight.size + this.expected < this.options.maxMessages && this.bytesInFlight < this.options.maxBytes;
  }

  private async receive(wanted: number, signal: AbortSignal): Promise<Message[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: this.options.queueUrl,
      MaxNumberOfMessages: wanted,
      WaitTimeSeconds: waitTimeSeconds,
      VisibilityTimeout: this.options.visibilityTimeoutSeconds,
      MessageSystemAttributeNames: ['ApproximateReceiveCount', 'ApproximateFirstReceiveTimestamp'],
    });
    const askedAt = performance.now();
    const pause = () => delay(1000, undefined, { signal }).catch(() => undefined);
    try {
      const { Messages = [] } = await this.client.send(command, { abortSignal: signal });
      if (Messages.length === 0 && performance.now() - askedAt < shortestPollMs) await pause();
      // Also while pausing: given back, they would count one receive more each time that the pause ends.
      if (!signal.aborted) return Messages;
      // Arrived while stopping: others shall have them at once.
      await this.release(
        Messages.map((message) => ({ id: message.MessageId!, receiptHandle: message.ReceiptHandle! })),
      );
      return [];
    } catch (error) {
      if (signal.aborted) return [];
      this.options.report({ kind: 'error', action: 'receive', error });
      await pause();
      return [];
    }
  }

  private begin(message: Message): void {
    const id = message.MessageId!;
    const receiptHandle = message.ReceiptHandle!;
    this.options.report({ kind: 'received', messageId: id });
    let objects: S3ObjectReference[];
    try {
      objects = readNotification(message.Body ?? '');
    } catch (error) {
      // Shows up again after its visibility timeout and ends in the dead-letter queue.
      this.options.report({ kind: 'invalid', messageId: id, error: error as NotificationError });
      return;
    }
    const inWork = this.inFlight.get(id);
    if (inWork !== undefined) {
      // Delivered again while we work on it, for a heartbeat came too late: only the new handle can delete it now.
      inWork.receiptHandle = receiptHandle;
      return;
    }
    const stored = objects.reduce((sum, object) => sum + (object.sizeBytes ?? this.options.unknownObjectBytes), 0);
    const bytes = Math.min(stored, this.options.maxBytes / hugeShare);
    const entry: InFlight = { receiptHandle, bytes };
    this.inFlight.set(id, entry);
    const received: ReceivedMessage = {
      id,
      objects,
      receiveCount: Number(message.Attributes?.ApproximateReceiveCount ?? 1),
      firstReceivedMs: Number(message.Attributes?.ApproximateFirstReceiveTimestamp ?? Date.now()),
    };
    const work = this.process(received, entry).finally(() => {
      this.work.delete(work);
      this.wakeAll();
    });
    this.work.add(work);
  }

  private async process(message: ReceivedMessage, entry: InFlight): Promise<void> {
    const { signal } = this.abortWork;
    let outcome: 'done' | 'retry' = 'retry';
    try {
      outcome = await this.handle(message);
    } catch (error) {
      this.options.report({ kind: 'failed', messageId: message.id, error });
    }
    // From here on no heartbeat: it must not hide again what is deleted or given back.
    this.inFlight.delete(message.id);
    const { receiptHandle } = entry;
    if (outcome === 'done') await this.delete(message.id, receiptHandle);
    else if (signal.aborted) await this.release([{ id: message.id, receiptHandle }]);
    else await this.giveBack(message, receiptHandle);
  }

  /**
   * Not with AbortSignal.timeout and any: their timer would keep something of each message for the half day that one may
   * be hidden, and a busy worker's memory would fill up.
   */
  private async handle(message: ReceivedMessage): Promise<'done' | 'retry'> {
    const all = this.abortWork.signal;
    const abort = new AbortController();
    const end = () => abort.abort(all.reason);
    if (all.aborted) end();
    all.addEventListener('abort', end, { once: true });
    const tooLong = setTimeout(() => abort.abort(new Error('SQS hides a message no longer')), maxHiddenMs - 60_000);
    // One that is abandoned shall not keep the process alive.
    tooLong.unref();
    try {
      return await this.options.handle(message, abort.signal);
    } finally {
      clearTimeout(tooLong);
      all.removeEventListener('abort', end);
    }
  }

  private async delete(id: string, receiptHandle: string): Promise<void> {
    const command = new DeleteMessageBatchCommand({
      QueueUrl: this.options.queueUrl,
      Entries: [{ Id: '0', ReceiptHandle: receiptHandle }],
    });
    for (let attempt = 1; attempt <= deleteAttempts; attempt++) {
      try {
        const { Failed = [] } = await this.client.send(command);
        if (Failed.length === 0) {
          this.options.report({ kind: 'deleted', messageId: id });
          return;
        }
        throw new Error(`SQS refused to delete the message: ${Failed[0]!.Code}`);
      } catch (error) {
        // Not deleted means delivered again, which the stable ids of the documents make harmless.
        this.options.report({ kind: 'error', action: 'delete', error });
        await delay(200 * attempt);
      }
    }
  }

  /** After a failure the message waits longer each time, so that it does not spin. */
  private async giveBack(message: ReceivedMessage, receiptHandle: string): Promise<void> {
    const seconds = Math.min(this.options.visibilityTimeoutSeconds, 5 * 2 ** Math.min(message.receiveCount - 1, 6));
    await this.changeVisibility([{ id: message.id, receiptHandle }], seconds, 'release');
    this.options.report({ kind: 'returned', messageId: message.id });
  }

  private async release(messages: readonly { id: string; receiptHandle: string }[]): Promise<void> {
    if (messages.length === 0) return;
    await this.changeVisibility(messages, 0, 'release');
    for (const { id } of messages) this.options.report({ kind: 'released', messageId: id });
  }

  private async extendAll(): Promise<void> {
    const messages = [...this.inFlight].map(([id, { receiptHandle }]) => ({ id, receiptHandle }));
    for (let i = 0; i < messages.length; i += 10) {
      const batch = messages.slice(i, i + 10);
      await this.changeVisibility(batch, this.options.visibilityTimeoutSeconds, 'extend');
    }
  }

  private async changeVisibility(
    messages: readonly { id: string; receiptHandle: string }[],
    seconds: number,
    action: 'extend' | 'release',
  ): Promise<void> {
    const Entries = messages.map(({ receiptHandle }, i) => ({
      Id: String(i),
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: seconds,
    }));
    try {
      const { Failed = [] } = await this.client.send(
        new ChangeMessageVisibilityBatchCommand({ QueueUrl: this.options.queueUrl, Entries }),
      );
      for (const { Id, Code } of Failed) {
        // Deleted or given back while the heartbeat was under way.
        if (action === 'extend' && !this.inFlight.has(messages[Number(Id)]?.id ?? '')) continue;
        this.options.report({
          kind: 'error',
          action,
          error: new Error(`SQS refused to ${action} the message: ${Code}`),
        });
      }
    } catch (error) {
      this.options.report({ kind: 'error', action, error });
    }
  }

  private wakeAll(): void {
    const waiting = this.wake;
    this.wake = [];
    for (const resolve of waiting) resolve();
  }
}
