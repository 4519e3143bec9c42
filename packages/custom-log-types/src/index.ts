export { compileExpression } from './expression.ts';
export { LinearPattern } from './linear-pattern.ts';
export { allLogTypes, loadCustomLogTypes, readLogTypeFile } from './load.ts';
export { LogTypeFileError } from './problems.ts';
export { jsonSchema, type LogTypeFile, logTypeSchema } from './schema.ts';
