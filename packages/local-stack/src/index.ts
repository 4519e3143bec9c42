export { ensureBackgroundStack, findBackgroundStack, stopBackgroundStack } from './background/background-stack.ts';
export type { StackStatus } from './background/state.ts';
export { dockerEngineAnswers } from './docker/docker-engine.ts';
export { MissingToolError, StackError, StackInUseError } from './errors.ts';
export type { BackendChoice, StackOptions, StackProgress } from './options.ts';
export { defaultWorkDir, localFolder, repositoryRoot, stackEnvironmentFile } from './paths.ts';
export { freePort } from './ports.ts';
export {
  createResources,
  defaultResourceNames,
  localAwsClients,
  localCredentials,
  localRegion,
  type ResourceNames,
  type ResourceSettings,
  type StackResources,
} from './resources.ts';
export type { OpenSearchControl, RunningServers, Stack, StackEndpoints } from './stack.ts';
export { stackEnvironment } from './stack-environment.ts';
export { startStack } from './start-stack.ts';
export { type OpenSearchVersion, openSearchVersions } from './versions.ts';
export { type SpawnedWorker, spawnWorker, startWorkerProcess, type WorkerProcess } from './worker-process.ts';
