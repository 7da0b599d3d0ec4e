import type { FromSchema } from 'json-schema-to-ts';
import { type FieldProblem, InvalidRequestError } from './contract/problems.ts';
import type { hashVerificationSchema } from './contract/verification-schema.ts';
import type { IssuedHashes } from './issued-hashes.ts';

/** What the public route answers. */
export type HashVerification = FromSchema<typeof hashVerificationSchema>;

const malformed: FieldProblem = { field: 'sha256', message: 'must be a SHA-256: 64 hexadecimal digits' };

/**
 * Returns a hash in lower case.
 * @throws InvalidRequestError if it is not a SHA-256.
 */
export function parseSha256(text: string): string {
  if (!/^[0-9a-f]{64}$/i.test(text))
    throw new InvalidRequestError('The hash cannot be looked up.', [malformed]);
  return text.toLowerCase();
}

/**
 * Says whether a hash is one of a report or PDF that this service issued.
 * @param text the hash as it was sent, in either case.
 * @throws InvalidRequestError if it is not a SHA-256.
 */
export async function verifyHash(
  issued: Pick<IssuedHashes, 'find'>,
  text: string,
  now: Date,
): Promise<HashVerification> {
  const found = await issued.find(parseSha256(text), now);
  if (!found) return { issued: false };
  const { issuedAt, erasedAt } = found;
  return {
    issued: true,
    issuedAt: issuedAt.toISOString(),
    ...(erasedAt && { erasedAt: erasedAt.toISOString() }),
  };
}
