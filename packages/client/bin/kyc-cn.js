#!/usr/bin/env node
import { existsSync } from 'node:fs';

const program = new URL('../dist/cli.js', import.meta.url);
if (existsSync(program)) await import(program);
else {
  // In a checkout that was installed without scripts or development dependencies.
  console.error('kyc-cn is not built: run `npm ci --include=dev --ignore-scripts=false` in its repository.');
  process.exitCode = 1;
}
