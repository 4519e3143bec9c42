/** A mechanism that is taken out, and the test that must fail then. */
export interface Mutation {
  /** What is taken out. */
  readonly mechanism: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  readonly testFile: string;
  /** Part of the test's full name. */
  readonly test: string;
}

const receiver = 'packages/queue/test/receiver.integration.test.ts';
const retry = 'packages/bulk-indexer/test/retry.integration.test.ts';
const blocked = 'packages/bulk-indexer/test/blocked-index.integration.test.ts';
const loader = 'packages/object-loader/test/load-object.test.ts';
const worker = 'services/worker/test/worker.integration.test.ts';

export const mutations: readonly Mutation[] = [
  {
    mechanism: 'a message is deleted only when its work is done',
    file: 'packages/queue/src/receiver.ts',
    find: "if (outcome === 'done') await this.delete",
    replace: 'if (outcome) await this.delete',
    testFile: receiver,
    test: 'gives a failed message back, so that it comes again',
  },
  {
    mechanism: 'heartbeats keep a message hidden while it is in work',
    file: 'packages/queue/src/receiver.ts',
    find: "      await this.changeVisibility(batch, this.options.visibilityTimeoutSeconds, 'extend');\n",
    replace: '',
    testFile: receiver,
    test: 'keeps a message hidden for longer than the visibility timeout',
  },
  {
    mechanism: 'a message delivered again while in work is not begun again, and its newest handle deletes it',
    file: 'packages/queue/src/receiver.ts',
    find: 'if (inWork !== undefined) {',
    replace: 'if (inWork === null) {',
    testFile: receiver,
    test: 'does not begin a second time what is delivered again',
  },
  {
    mechanism: 'after SIGTERM, what is not done in time goes back to the queue at once',
    file: 'packages/queue/src/receiver.ts',
    find: "    await this.changeVisibility(messages, 0, 'release');\n",
    replace: '',
    testFile: receiver,
    test: 'aborts what is not done when the drain time is over',
  },
  {
    mechanism: 'dead letters are durable before the message is deleted',
    file: 'packages/dead-letters/src/dead-letter-writer.ts',
    find: '    if (this.lines.length > 0) await this.write(logType);\n',
    replace: '    void logType;\n',
    testFile: worker,
    test: 'gives every kind of bad object a defined end',
  },
  {
    mechanism: 'dead letters come in the order of the object, so that two workers write the same files',
    file: 'packages/object-loader/src/load-object.ts',
    find: '    return dead;\n',
    replace: '    if (dead.length > 0) await deps.deadLetter(dead);\n    return [];\n',
    testFile: loader,
    test: 'hands dead letters on in the order of the object',
  },
  {
    mechanism: 'ids follow from the content and the occurrence in the object',
    file: 'packages/object-loader/src/load-object.ts',
    find: '{ ...item, chunk: numberOccurrences(item.chunk, occurrences) }',
    replace: 'item',
    testFile: loader,
    test: 'gives equal lines their own ids, the same at every delivery',
  },
  {
    mechanism: 'where a document goes follows from when its object was stored, not from the clock',
    file: 'packages/object-loader/src/load-object.ts',
    find: 'object.source.storedMs ?? object.firstSeenMs ?? nowMs',
    replace: 'nowMs',
    testFile: loader,
    test: 'puts records without a time of their own where the object was stored',
  },
  {
    mechanism: 'the ledger counts what OpenSearch had already, so that a second delivery balances',
    file: 'packages/bulk-indexer/src/classify.ts',
    find: "return type === '' || type.startsWith('version_conflict') ? duplicate : failed;",
    replace: 'return refused;',
    testFile: worker,
    test: 'takes objects from S3 notifications to documents, each once, however often they are delivered',
  },
  {
    mechanism: 'a bulk request without an answer is sent again',
    file: 'packages/bulk-indexer/src/reactions.ts',
    find: "(known ?? lanes.open(unansweredLane, 'no_answer')).pushGroup(again);",
    replace: "this.refuseWhole(again, 0, { type: 'no_answer', reason: 'no answer' });",
    testFile: retry,
    test: 'counts what was created before the connection broke as duplicate: reset-after',
  },
  {
    mechanism: 'items answered with 429 are sent again',
    file: 'packages/bulk-indexer/src/classify.ts',
    find: '    case 429:\n      return throttled;',
    replace: '    case 429:\n      return refused;',
    testFile: retry,
    test: 'are sent again alone after 429, the others are final',
  },
  {
    mechanism: 'Retry-After is honoured',
    file: 'packages/bulk-indexer/src/transport.ts',
    find: "  if (typeof value !== 'string') return 0;",
    replace: '  if (value !== null) return 0;',
    testFile: retry,
    test: 'waits at least as long as Retry-After asks',
  },
  {
    mechanism: 'a document that never gets an answer is found by halving',
    file: 'packages/bulk-indexer/src/reactions.ts',
    find: 'item.unanswered > unansweredBeforeSplit',
    replace: 'item.unanswered > Number.MAX_VALUE',
    testFile: retry,
    test: 'is halved until the one document is found that never gets an answer',
  },
  {
    mechanism: 'requests that are too large (413) are split',
    file: 'packages/bulk-indexer/src/classify.ts',
    find: "  if (status === 413) return { kind: 'too-large' };\n",
    replace: '',
    testFile: 'packages/bulk-indexer/test/too-large.integration.test.ts',
    test: 'is halved until its parts are small enough',
  },
  {
    mechanism: 'refused documents are kept in safe form',
    file: 'packages/bulk-indexer/src/refusal.ts',
    find: "return form === undefined ? 'field' : 'wide';",
    replace: 'return undefined;',
    testFile: 'packages/bulk-indexer/test/safe-form.integration.test.ts',
    test: 'stays searchable in safe form: an address that is none',
  },
  {
    mechanism: 'a document that lies in a read-only index is not made again in its sibling',
    file: 'packages/bulk-indexer/src/presence.ts',
    find: '    if (found === true) present',
    replace: '    if (found === null) present',
    testFile: blocked,
    test: 'does not have its documents made a second time in the sibling',
  },
  {
    mechanism: 'no write with old knowledge of siblings',
    file: 'packages/bulk-indexer/src/sibling-router.ts',
    find: '    if (isUsable && isDue) void this.learn().catch(() => undefined);\n    return isUsable;',
    replace: '    void isDue;\n    return isUsable || this.learnedAtMs > 0;',
    testFile: blocked,
    test: 'is written through the sibling by every worker, also when it takes documents again',
  },
  {
    mechanism: 'the flood stage is an outage, not the end of an index',
    file: 'packages/bulk-indexer/src/classify.ts',
    find: "if (blocks.some(([, status]) => status === 'TOO_MANY_REQUESTS')) return { kind: 'outage', reason: 'flood_stage' };",
    replace: '',
    testFile: blocked,
    test: 'is an outage, and the documents follow by themselves when there is room',
  },
  {
    mechanism: 'one stuck index does not hold back the others',
    file: 'packages/bulk-indexer/src/dispatcher.ts',
    find: '      for (const chunk of [...lane.chunks].slice(1)) chunk.abandon(error);\n',
    replace: '      void error;\n',
    testFile: blocked,
    test: 'holds nobody back, gives its documents back after a while',
  },
  {
    mechanism: 'a full buffer makes the reader wait',
    file: 'packages/bulk-indexer/src/byte-budget.ts',
    find: 'return this.held === 0 || this.held + bytes <= this.totalBytes;',
    replace: 'return bytes > 0;',
    testFile: 'packages/bulk-indexer/test/backpressure.integration.test.ts',
    test: 'makes index() wait, so that what is not final stays within the buffer',
  },
  {
    mechanism: 'a read of S3 that breaks off goes on where it stopped',
    file: 'packages/object-store/src/resumable-source.ts',
    find: 'if (isLasting || failures >= this.#options.maxAttempts) throw error;',
    replace: 'if (isLasting || failures >= 1) throw error;',
    testFile: 'packages/object-store/test/s3-source.integration.test.ts',
    test: 'goes on where a connection broke',
  },
  {
    mechanism: 'nothing is received while S3 does not answer',
    file: 'services/worker/src/start-worker.ts',
    find: "  if (isAway) receiver.pause('s3');\n  else receiver.resume('s3');\n",
    replace: '',
    testFile: 'services/worker/test/s3-watch.integration.test.ts',
    test: 'receives nothing while S3 does not answer, and goes on by itself',
  },
  {
    mechanism: 'one object that cannot be read does not hold back the others of its message',
    file: 'services/worker/src/pipeline.ts',
    find: '!(await deps.s3Answers())',
    replace: 'true',
    testFile: 'services/worker/test/s3-watch.integration.test.ts',
    test: 'loads the other objects of a message when some cannot be read',
  },
  {
    mechanism: 'a body that trickles is given up for a new one',
    file: 'packages/object-store/src/resumable-source.ts',
    find: 'if (bytes * 1000 < leastBytesPerSecond * waitedMs) {',
    replace: 'if (bytes < 0) {',
    testFile: 'packages/object-store/test/slow-source.test.ts',
    test: 'is given up after half a minute, and the next one goes on where it was',
  },
  {
    mechanism: 'objects that fail wait for no more chunks, so that those who hold them all end',
    file: 'services/worker/src/slots.ts',
    find: '      this.failed.abort(error);\n',
    replace: '',
    testFile: 'services/worker/test/slots.test.ts',
    test: 'give theirs back when one of them fails',
  },
  {
    mechanism: 'what does not end after the drain time is abandoned',
    file: 'packages/queue/src/receiver.ts',
    find: 'await Promise.race([this.ended(), isOver])',
    replace: 'await this.ended()',
    testFile: receiver,
    test: 'abandons what does not end when it is aborted',
  },
  {
    mechanism: 'a connection to S3 or SQS that goes silent ends',
    file: 'services/worker/src/aws-clients.ts',
    find: ', socketTimeout: silenceMs }',
    replace: ' }',
    testFile: 'services/worker/test/aws-clients.integration.test.ts',
    test: 'do not wait for ever for a server that takes a request and says nothing',
  },
  {
    mechanism: 'records that hang or crash a thread are found by bisection',
    file: 'services/worker/src/isolation/isolate.ts',
    find: 'const halves = group.halves();',
    replace: 'const halves = undefined as ReturnType<RecordGroup["halves"]>;',
    testFile: 'services/worker/test/isolation.integration.test.ts',
    test: 'becomes a dead letter with its bytes, and the rest of its object',
  },
  {
    mechanism: 'compression bombs are stopped',
    file: 'packages/decompression/src/limits.ts',
    find: 'if (piece.length > this.#left) {',
    replace: 'if (piece.length > Number.MAX_SAFE_INTEGER) {',
    testFile: 'packages/decompression/test/faults.test.ts',
    test: 'looks at the ratio only beyond the grace',
  },
];
