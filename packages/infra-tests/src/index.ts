export { type AwsServer, startAwsServer } from './aws-server.ts';
export { costTable } from './example-costs.ts';
export { readInstallation } from './example-installation.ts';
export { GeneratedPart } from './generated-part.ts';
export { findMirror, mirrorVariable } from './mirror.ts';
export { moduleTables } from './module-tables.ts';
export { type SharedProvider, shareProvider } from './shared-provider.ts';
export { type CheckovResult, prepareCheckov, prepareTflint, runCheckov, tflintVersion } from './static-analysis.ts';
export { infraFolder, type NoTerraform, prepareTerraform, type Terraform } from './terraform.ts';
