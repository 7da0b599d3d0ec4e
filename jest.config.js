/** Jest runs the sources as Node does: as ES modules, with the types stripped. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/support/strip-types.js' },
  // For a machine that does other things too: no test waits for time to pass.
  testTimeout: 60_000,
  workerIdleMemoryLimit: '1GB',
};
