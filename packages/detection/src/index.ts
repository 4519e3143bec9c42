export { DetectionRules, type Rule } from './detection-rules.ts';
export { builtInRulesFolder, type DetectionOptions, openDetections } from './open-detections.ts';
export { readRuleFile } from './read-rules.ts';
