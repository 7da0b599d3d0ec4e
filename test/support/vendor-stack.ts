import type { ProviderConfiguration } from '@kyc-china/providers/routing';
import { type FakeTencent, startFakeTencent, vendorHost } from '@kyc-china/vendor-fakes/tencent/fake';
import {
  fakeHostOptions,
  putCredentials,
  routingThrough,
  type VendorServers,
} from '../../local/fake-hosts.ts';
import { type EmbeddedStack, startEmbeddedStack } from './embedded-stack.ts';

/** The stack, sending to a vendor's servers what the vendor serves. */
export async function startStackOver(
  provider: 'tencent' | 'alibaba',
  servers: VendorServers,
  more: Partial<ProviderConfiguration>,
): Promise<EmbeddedStack> {
  const fakeHosts = fakeHostOptions(servers, routingThrough(provider, more));
  const stack = await startEmbeddedStack({ SIMULATOR_LATENCY_MS: '0' }, { fakeHosts });
  await putCredentials(stack.cloud, provider, servers.credentials);
  return stack;
}

/** The stack over a fake of Tencent Cloud. @param callsPerSecond what the fake takes of each action. */
export async function startStackOverTencent(
  callsPerSecond: number,
  more: Partial<ProviderConfiguration>,
): Promise<{ stack: EmbeddedStack; fake: FakeTencent; stop: () => Promise<void> }> {
  const credentials = { secretId: 'AKIDfake', secretKey: 'a-secret-of-the-fake' };
  const fake = await startFakeTencent({ ...credentials, callsPerSecond });
  const servers = { ports: { [vendorHost]: fake.port }, certificate: fake.ca, credentials };
  const stack = await startStackOver('tencent', servers, more);
  return {
    stack,
    fake,
    stop: async () => {
      await stack.stop();
      await fake.stop();
    },
  };
}
