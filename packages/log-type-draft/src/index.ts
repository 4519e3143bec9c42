export { type Draft, draftLogType } from './draft.ts';
