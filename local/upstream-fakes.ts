import { randomBytes } from 'node:crypto';
import { startFakeAlibaba } from '@kyc-china/vendor-fakes/alibaba/fake';
import { startFakeTencent, vendorHost as tencentHost } from '@kyc-china/vendor-fakes/tencent/fake';
import type { VendorServers } from './fake-hosts.ts';

/** A fake vendor: servers that check requests as the real one does, and record each call. */
export interface UpstreamFake extends VendorServers {
  /** Returns the recorded calls as one line. */
  summary(): string;
  stop(): Promise<void>;
}

interface Books {
  readonly calls: readonly unknown[];
  processed(): number;
  billed(): number;
}

function summaryOf({ calls, processed, billed }: Books): string {
  return `${calls.length} calls, ${processed()} processed, ${billed()} billed`;
}

const secret = () => randomBytes(16).toString('hex');

async function tencent(): Promise<UpstreamFake> {
  const credentials = { secretId: `AKID${secret()}`, secretKey: secret() };
  const fake = await startFakeTencent(credentials);
  return {
    ports: { [tencentHost]: fake.port },
    certificate: fake.ca,
    credentials,
    summary: () => summaryOf(fake),
    stop: () => fake.stop(),
  };
}

async function alibaba(): Promise<UpstreamFake> {
  const authCodes = { attribution: secret() };
  const key = { accessKeyId: `LTAI${secret()}`, accessKeySecret: secret() };
  const fake = await startFakeAlibaba({ ...key, authCodes });
  return {
    ports: fake.ports,
    certificate: fake.ca,
    credentials: { ...key, authCodes },
    summary: () => summaryOf(fake),
    stop: () => fake.stop(),
  };
}

/** The vendors that have a fake, by the provider's name. */
export const upstreamFakes = { tencent, alibaba };

export type FakedProvider = keyof typeof upstreamFakes;

export function isFaked(name: string): name is FakedProvider {
  return Object.hasOwn(upstreamFakes, name);
}
