import { afterEach, beforeAll, expect } from '@jest/globals';
import type { UpstreamProvider } from '@kyc-china/core/provider-port';
import type { SubCheckId } from '@kyc-china/core/sub-checks/catalogue';
import { type Certificates, makeCertificates } from '../../packages/vendor-fakes/data-vendor/certificates.ts';
import type { ProductAnswer } from '../../packages/vendor-fakes/data-vendor/products.ts';
import {
  type DataVendor,
  type DataVendorOptions,
  startDataVendor,
} from '../../packages/vendor-fakes/data-vendor/vendor.ts';
import { callFor, person } from './http-provider.ts';

/** An errored finding of this code, whatever its message. */
export const errored = (code: string) => ({ outcome: 'errored', code, message: expect.any(String) });

/** A fake data vendor for each test of a file, which gives one answer to everything. */
export function dataVendorConversation() {
  let certificates: Certificates;
  let vendor: DataVendor;
  let next: ProductAnswer;
  beforeAll(async () => {
    certificates = await makeCertificates();
  });
  afterEach(() => vendor.close());

  return {
    get vendor() {
      return vendor;
    },
    /** The authority to trust, in PEM. */
    get vendorCa() {
      return certificates.server.cert;
    },
    /** What the vendor is to answer from now on. */
    set answers(answer: ProductAnswer) {
      next = answer;
    },
    answer: () => next,
    start: async (options: Omit<DataVendorOptions, 'certificates'>) => {
      vendor = await startDataVendor({ certificates, ...options });
    },
    /** Has a provider ask about a person, once. @returns its answer, and the fields that the vendor got. */
    ask: async (provider: UpstreamProvider, id: SubCheckId, applicant: object = person) => {
      const result = await provider.ask(callFor(id, { applicant }));
      expect(vendor.calls).toHaveLength(1);
      // What it says of the bill is what the vendor's bill says, unless it cannot know.
      expect(result.billed || vendor.billed() === 0).toBe(true);
      return { ...result, fields: vendor.calls[0]?.fields };
    },
  };
}
