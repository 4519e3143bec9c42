export { CustomDirectory } from './custom-directory.ts';
export { compileExpression } from './expression.ts';
export { LinearPattern } from './linear-pattern.ts';
export { allLogTypes, loadCustomLogTypes, readLogTypeFile } from './load.ts';
export { DefinitionFileError, describe } from './problems.ts';
export { jsonSchema, type LogTypeFile, logTypeSchema } from './schema.ts';
export { readYamlFile, type YamlFile } from './yaml-file.ts';
