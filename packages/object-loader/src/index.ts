export { type DeadLetter, encodeRaw } from './dead-letter.ts';
export { inOrder } from './in-order.ts';
export { Ledger } from './ledger.ts';
export { type IndexOutcome, type LoadDeps, loadObject, type ObjectToLoad } from './load-object.ts';
