// For packages that run servers and tools of their own the way the local stack does.
export { onlyOne } from './embedded/only-one.ts';
export { pythonEnvironment, pythonOf } from './embedded/python.ts';
export { type LeashedServer, startLeashed } from './leash.ts';
export { type CommandOptions, type CommandResult, runCommand, tryCommand } from './run-command.ts';
export { waitUntilReady } from './wait-until.ts';
