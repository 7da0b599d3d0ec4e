/**
 * KYC_PROPERTY_SEED names the seed of every property test. Without it each run takes a new one, and a failure prints
 * the seed that repeats it.
 */
const seed = process.env.KYC_PROPERTY_SEED;
if (seed !== undefined) {
  const { default: fc } = await import('fast-check');
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
}

export {};
