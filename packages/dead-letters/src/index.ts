export { DeadLetterWriter } from './dead-letter-writer.ts';
