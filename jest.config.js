import { availableParallelism } from 'node:os';

/** Jest runs the sources as Node does: as ES modules, with the types stripped. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  setupFiles: ['<rootDir>/test/support/property-seed.ts'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/support/strip-types.js' },
  // Three also on two cores, where Jest takes one: many tests wait most of their time.
  maxWorkers: Math.max(3, availableParallelism() - 1),
  // Ends a test that hangs, and no other: how long the work takes is up to the machine, and to what else it does.
  testTimeout: 600_000,
  workerIdleMemoryLimit: '1GB',
};
