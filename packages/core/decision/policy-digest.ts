import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Policy } from './policy-schema.ts';

/** Returns the hex SHA-256 of a policy's canonical JSON (RFC 8785): two policies that differ in spelling alone have the same. */
export function policyDigest(policy: Policy): string {
  return createHash('sha256')
    .update(canonicalize(policy) as string)
    .digest('hex');
}
