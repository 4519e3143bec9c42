/**
 * Root command -> what it runs under the pinned Node.js. `quiet` keeps the set-up silent where standard output or
 * standard error is read by a program. `knowsStack` gives it the environment of the local stack, where one is up.
 */
export const tasks = {
  setup: {},
  demo: { command: ['node', 'services/demo/src/main.ts'] },
  test: { command: ['node', 'packages/test-support/src/run-tests.ts'] },
  bench: { command: ['node', '--expose-gc', 'packages/bench/src/main.ts'] },
  faults: { command: ['node', 'packages/fault-suite/src/main.ts'] },
  mutations: { command: ['node', 'packages/fault-suite/src/mutations/main.ts'] },
  soak: { command: ['node', 'packages/fault-suite/src/soak/main.ts'] },
  sbom: { command: ['node', 'packages/supply-chain/src/main.ts'], quiet: true },
  'docs:terraform': { command: ['node', 'packages/infra-tests/scripts/terraform-docs.ts'] },
  simulate: { command: ['node', 'packages/autoscaling-simulator/src/main.ts'], quiet: true },
  siem: { command: ['node', 'services/cli/src/main.ts'], quiet: true, knowsStack: true },
  worker: { command: ['node', 'services/worker/src/main.ts'], quiet: true, knowsStack: true },
  'stack:up': { command: ['node', 'packages/local-stack/src/main.ts', 'up'] },
  'stack:down': { command: ['node', 'packages/local-stack/src/main.ts', 'down'] },
  check: { command: ['node', 'packages/test-support/src/run-check.ts'] },
};
