import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { offersOf } from '@kyc-china/providers/providers';
import { fakeHostOptions, putCredentials } from '../../local/fake-hosts.ts';
import { synthesize } from '../../local/synthesize.ts';
import { makeCertificates } from '../../packages/vendor-fakes/data-vendor/certificates.ts';
import { hmacGate } from '../../packages/vendor-fakes/data-vendor/gate.ts';
import { type DataVendor, startDataVendor } from '../../packages/vendor-fakes/data-vendor/vendor.ts';
import { documentedAnswers, documentedHost, documentedVendor } from '../support/documented-vendor.ts';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';
import { copyProject } from '../support/project-copy.ts';

/** The folder of the new provider. */
const folder = `
import { createHttpProvider } from '../http/provider.ts';
import type { ProviderSettings, UpstreamProvider } from '@kyc-china/core/provider-port';
import description from './description.json' with { type: 'json' };

export function citylocate({ credentialsOf }: ProviderSettings): UpstreamProvider {
  return createHttpProvider(description, { secret: () => credentialsOf('citylocate') });
}
`;

async function insertLine(file: string, after: RegExp, line: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const changed = text.replace(after, (found) => `${found}${line}\n`);
  expect(changed).not.toBe(text);
  await writeFile(file, changed);
}

/** A copy of what the stacks are made of, with the provider in it: one folder, and two lines. */
async function projectWithProvider(): Promise<string> {
  const copy = await copyProject();
  const provider = path.join(copy, 'packages/providers/citylocate');
  await mkdir(provider);
  await writeFile(path.join(provider, 'citylocate.ts'), folder);
  await writeFile(path.join(provider, 'description.json'), documentedVendor);
  await insertLine(
    path.join(copy, 'packages/providers/registry.ts'),
    /^export \{ alibaba \}.*\n/m,
    "export { citylocate } from './citylocate/citylocate.ts';",
  );
  await insertLine(
    path.join(copy, 'lib/stage-configuration.ts'),
    /^const realProviders = \{\n/m,
    '  citylocate: { timeoutSeconds: 8 },',
  );
  return copy;
}

/** Person by person, what the vendor answers next: once, and then that all is well. */
const planned = new Map<unknown, string>();
const usual = '{"status":"OK","result":{"province":"广东省","city":"深圳市","range":"0-3000"}}';
const credentials = { keyId: 'me', key: 'a key' };

let copy: string;
let vendor: DataVendor;
let stack: EmbeddedStack;
beforeAll(async () => {
  copy = await projectWithProvider();
  const assembly = path.join(copy, 'cdk.out');
  const quiet = { report: () => undefined, signal: new AbortController().signal };
  await synthesize({ projectDirectory: copy, assemblyDirectory: assembly, ...quiet });
  const certificates = await makeCertificates([documentedHost]);
  const product = {
    answer: ({ phone }: Readonly<Record<string, unknown>>) => {
      const answer = planned.get(phone) ?? usual;
      planned.delete(phone);
      return { document: JSON.parse(answer), billed: true };
    },
  };
  vendor = await startDataVendor({
    certificates,
    gate: hmacGate({ ...credentials, algorithm: 'sha256' }),
    products: {
      '/v1/city': product,
      '/v1/distance': { answer: () => ({ document: JSON.parse(usual), billed: true }) },
    },
  });
  const servers = {
    ports: { [documentedHost]: Number(new URL(vendor.url).port) },
    certificate: certificates.server.cert,
    credentials,
  };
  const simulator = { timeoutSeconds: 8 };
  const routing = {
    providers: { citylocate: { timeoutSeconds: 8 }, simulator },
    routes: {
      default: ['simulator'],
      'mobile.location-work': ['citylocate'],
      'mobile.address-verify': ['citylocate'],
    },
  };
  // The simulator serves every sub-check. This project, unlike its copy, does not know the new provider.
  const offers = offersOf({ providers: { simulator }, routes: { default: ['simulator'] } });
  const fakeHosts = fakeHostOptions(servers, routing, offers);
  stack = await startEmbeddedStack({ SIMULATOR_LATENCY_MS: '0' }, { fakeHosts, assembly });
  await putCredentials(stack.cloud, 'citylocate', credentials);
});
afterAll(async () => {
  await stack?.stop();
  await vendor?.close();
  await rm(copy, { recursive: true, force: true });
});

it('new provider is called by the deployed stack, and each of its codes maps as its description says', async () => {
  for (const [index, { document, finding }] of documentedAnswers.entries()) {
    const mobile = `138001${String(index).padStart(2, '0')}888`;
    planned.set(mobile, document);
    const token = await stack.request({
      mobile,
      addressesToVerify: [{ type: 'work', city: '深圳市', address: '南山区' }],
    });
    const { answer } = await stack.pollToEnd(token);
    const { mobile: found, summary } = answer.body;
    // What was not processed is asked again, and then answered as usual.
    const expected = JSON.parse(finding ?? '{"outcome":"data","province":"广东省","city":"深圳市"}');
    const errored = summary.errored.find(({ check }: { check: string }) => check === 'mobile.location-work');
    if (expected.outcome === 'errored') expect(errored).toMatchObject({ code: expected.code });
    else if (expected.outcome === 'notFound') expect(summary.notFound).toEqual(['mobile.location-work']);
    else expect(found['location-work']).toMatchObject({ province: '广东省', city: '深圳市' });
    expect(found['address-verify']).toMatchObject([{ distanceBand: '≤3 km' }]);
  }
  expect(planned.size).toBe(0);
});
