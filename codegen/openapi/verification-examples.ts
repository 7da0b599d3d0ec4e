import { sha256Of } from '@kyc-china/core/issued-hashes';
import { verifyHash } from '@kyc-china/core/verify-hash';
import { exampleRequestedAt } from './report-examples.ts';

/** A hash in examples: of nothing. */
export const exampleSha256 = sha256Of(new Uint8Array());

const dayMs = 24 * 60 * 60 * 1000;
const issuedAt = exampleRequestedAt;
const erasedAt = new Date(issuedAt.getTime() + dayMs);

/** Returns examples of the responses to the verification of a hash, made by the code that makes the real ones. */
export async function verificationExamples() {
  const [issued, erased, unknown] = await Promise.all(
    [{ issuedAt }, { issuedAt, erasedAt }, undefined].map((found) =>
      verifyHash({ find: async () => found }, exampleSha256, issuedAt),
    ),
  );
  return {
    hashVerification: {
      issued: { summary: 'Issued', value: issued as object },
      erased: { summary: 'Issued, and erased later', value: erased as object },
      unknown: { summary: 'Not issued by this service', value: unknown as object },
    },
  };
}
