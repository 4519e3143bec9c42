export { type AwsServer, startAwsServer } from './aws-server.ts';
export { findMirror, mirrorVariable } from './mirror.ts';
export { type CheckovResult, prepareTflint, runCheckov, tflintVersion } from './static-analysis.ts';
export { infraFolder, type NoTerraform, prepareTerraform, type Terraform } from './terraform.ts';
