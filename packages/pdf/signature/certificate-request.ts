import { createHash } from 'node:crypto';
import type { SigningKey } from '@kyc-china/core/report-signer';
import { bitString, contextTag, integer, sequence } from './der.ts';
import { type DistinguishedName, distinguishedName } from './distinguished-name.ts';
import { sha256WithRsa } from './signature-algorithms.ts';

/**
 * Returns a certificate request (PKCS #10, RFC 2986) that a key signs, DER. It asks for no extensions: an authority decides which
 * its certificates have.
 */
export async function certificateRequest(key: SigningKey, subject: DistinguishedName): Promise<Buffer> {
  const version1 = integer(Buffer.of(0));
  const attributes = contextTag(0);
  const signed = sequence(version1, distinguishedName(subject), await key.publicKey(), attributes);
  const digest = createHash('sha256').update(signed).digest();
  return sequence(signed, sha256WithRsa(), bitString(await key.signDigest(digest)));
}

/** Returns an encoding in PEM form (RFC 7468). */
export function toPem(label: string, der: Uint8Array): string {
  const base64 = Buffer.from(der).toString('base64');
  const lines = base64.match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
