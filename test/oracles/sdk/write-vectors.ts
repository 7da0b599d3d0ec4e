/**
 * Writes into vectors.json what the vendors' official SDKs send, for the tests that run without them. Installs the SDKs
 * as the part `sdk` of the oracles does.
 *
 *   node test/oracles/sdk/write-vectors.ts
 */
import type { RecordedRequest } from '../../support/recorded-requests.ts';
import { startVendors } from '../../support/sdk-requests.ts';
import { workFolder } from '../home.ts';
import { sdkPython } from './part.ts';
import { problemsOf } from './problems.ts';
import { callThroughSdks, sdkVersions } from './sdk-calls.ts';
import { writeVectors } from './vectors.ts';

const python = await sdkPython();
const vendors = await startVendors();
try {
  const requests = new Map<string, RecordedRequest>();
  for (const made of await callThroughSdks(python, vendors, workFolder('sdk'))) {
    const problems = await problemsOf(vendors, made);
    if (problems.length > 0) throw new Error(`${made.call.id}: ${problems.join('; ')}`);
    if (made.request) requests.set(made.call.id, made.request);
  }
  writeVectors(await sdkVersions(python), requests);
  console.log(`${requests.size} requests are written.`);
} finally {
  await vendors.stop();
}
