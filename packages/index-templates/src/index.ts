export { applyTemplates } from './apply.ts';
export { appliedStateMappings } from './base-templates.ts';
export { type DynamicTemplate, dynamicTemplates } from './dynamic-templates.ts';
export { ecsFieldSets, ecsMapping } from './ecs-fields.ts';
export { type FieldConflict, mappedEcsPaths, ownFields } from './log-type-fields.ts';
export { countFields, type FieldMapping, type Mappings } from './mapping.ts';
export { resolveTemplateOptions, type TemplateOptions } from './options.ts';
export { buildTemplates, managedMeta, type NamedTemplate, type TemplateBody, type Templates } from './templates.ts';
