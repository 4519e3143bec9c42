export {
  type DeadLetterFile,
  type DeadLetterFilter,
  DeadLetterStore,
  deadLetterPrefix,
  replayedPrefix,
} from './dead-letter-store.ts';
export { DeadLetterWriter } from './dead-letter-writer.ts';
