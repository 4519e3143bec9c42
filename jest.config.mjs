/** One configuration for the whole workspace; `npm test -- PATH` runs a part of it. */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{packages,services,docker,infra-terraform}/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'mjs', 'js', 'json'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } }],
  },
  modulePathIgnorePatterns: ['<rootDir>/.local/', '<rootDir>/node_modules/'],
  maxWorkers: 2,
  testTimeout: 60_000,
};
