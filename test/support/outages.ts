import { type FakeTencent, startFakeTencent, vendorHost } from '@kyc-china/vendor-fakes/tencent/fake';
import { fakeHostOptions, putCredentials, routingThrough } from '../../local/fake-hosts.ts';
import type { Fault } from '../../packages/vendor-fakes/tencent/faults.ts';
import { type EmbeddedStack, startEmbeddedStack } from './embedded-stack.ts';
import { type FaultyProxy, type Outage, startFaultyProxy } from './faulty-proxy.ts';

/** The services of the embedded cloud that the functions call. */
export const services = ['SECRETS_MANAGER', 'DYNAMODB', 'S3', 'KMS', 'SFN'] as const;
export type Service = (typeof services)[number];

/** Something that can be out of order. */
export type Breakable = Pick<FaultyProxy, 'begin' | 'end' | 'met'>;

/** An embedded stack, every service of which and whose vendor can be out of order. */
export interface BreakableStack {
  readonly stack: EmbeddedStack;
  readonly vendor: FakeTencent;
  readonly upstream: Breakable;
  service(name: Service): Breakable;
  stop(): Promise<void>;
}

const credentials = { secretId: 'AKIDfake', secretKey: 'a-secret-of-the-fake' };

/** What a proxy cannot do inside TLS, the vendor does itself. */
const faults: Partial<Record<Outage, Fault>> = {
  fails: { at: 'status-unprocessed', status: 503 },
  loses: { at: 'reset' },
};

function breakableVendor(vendor: FakeTencent, proxy: FaultyProxy): Breakable {
  let fault: Fault | undefined;
  let first = Promise.withResolvers<void>();
  vendor.inject(() => {
    if (fault) first.resolve();
    return fault;
  });
  return {
    begin(outage) {
      first = Promise.withResolvers();
      fault = faults[outage];
      if (!fault) proxy.begin(outage);
    },
    end() {
      fault = undefined;
      proxy.end();
    },
    met: (count) => (fault ? first.promise : proxy.met(count)),
  };
}

export async function startBreakableStack(): Promise<BreakableStack> {
  const proxies = new Map<string, FaultyProxy>();
  const vendor = await startFakeTencent({ ...credentials, callsPerSecond: 1_000_000 });
  const vendorProxy = await startFaultyProxy(vendor.port);
  const servers = { ports: { [vendorHost]: vendorProxy.port }, certificate: vendor.ca, credentials };
  const stack = await startEmbeddedStack(
    { SIMULATOR_LATENCY_MS: '0' },
    {
      fakeHosts: fakeHostOptions(servers, routingThrough('tencent')),
      endpointsForFunctions: async (endpoints) => {
        for (const name of services)
          proxies.set(name, await startFaultyProxy(Number(new URL(endpoints[name]).port)));
        const through = [...proxies].map(([name, { port }]) => [name, `http://127.0.0.1:${port}`]);
        return { ...endpoints, ...Object.fromEntries(through) };
      },
    },
  );
  await putCredentials(stack.cloud, 'tencent', credentials);
  return {
    stack,
    vendor,
    upstream: breakableVendor(vendor, vendorProxy),
    service: (name) => {
      const proxy = proxies.get(name);
      if (!proxy) throw new Error(`there is no proxy for ${name}`);
      return proxy;
    },
    stop: async () => {
      await stack.stop();
      await vendorProxy.stop();
      for (const proxy of proxies.values()) await proxy.stop();
      await vendor.stop();
    },
  };
}
