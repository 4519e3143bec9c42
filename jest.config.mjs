/** One configuration for the whole workspace; `npm test -- PATH` runs a part of it. */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{packages,services,docker,infra-terraform}/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'mjs', 'js', 'json'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2024', experimental: { keepImportAttributes: true } },
        module: { type: 'es6' },
      },
    ],
  },
  // Starts the local stack once when a selected file ends with .integration.test.ts.
  globalSetup: '<rootDir>/packages/test-support/src/jest-global-setup.ts',
  globalTeardown: '<rootDir>/packages/test-support/src/jest-global-teardown.ts',
  modulePathIgnorePatterns: ['<rootDir>/.local/', '<rootDir>/node_modules/'],
  maxWorkers: 2,
  testTimeout: 240_000,
};
