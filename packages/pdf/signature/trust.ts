import { createHash, type X509Certificate } from 'node:crypto';

/** The signers that a reader trusts. */
export interface Trust {
  /** SHA-256 of a certificate or of a public key (SubjectPublicKeyInfo), in lower-case hex. */
  readonly fingerprints: readonly string[];
  /** Authorities. */
  readonly authorities: readonly X509Certificate[];
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** SHA-256 of the certificate, in hex: the fingerprint that PDF readers show. */
export const certificateFingerprint = ({ raw }: X509Certificate) => sha256(raw);

/** SHA-256 of the public key, in hex: it stays the same when the certificate is renewed. */
export const publicKeyFingerprint = ({ publicKey }: X509Certificate) =>
  sha256(publicKey.export({ type: 'spki', format: 'der' }));

function isValidAt({ validFrom, validTo }: X509Certificate, at: Date): boolean {
  return at >= new Date(validFrom) && at <= new Date(validTo);
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

/**
 * Whether a signer is trusted: pinned by a fingerprint, or issued, step by step, by a trusted authority. Each certificate
 * of the path must be valid when it was signed; revocations are not looked up.
 * @param chain the signer's certificate first.
 */
export function isTrusted(
  [signer, ...others]: readonly X509Certificate[],
  { fingerprints, authorities }: Trust,
  signedAt: Date,
): boolean {
  if (!signer || !isValidAt(signer, signedAt)) return false;
  if (fingerprints.includes(certificateFingerprint(signer))) return true;
  if (fingerprints.includes(publicKeyFingerprint(signer))) return true;
  const isAuthority = (certificate: X509Certificate) =>
    authorities.some(({ raw }) => raw.equals(certificate.raw));
  if (isAuthority(signer)) return true;
  const issuers = [...authorities, ...others.filter(({ ca }) => ca)].filter((issuer) =>
    isValidAt(issuer, signedAt),
  );
  let reached = [signer];
  // A path visits each certificate once at most.
  for (let step = 0; step < issuers.length; step++) {
    const next = issuers.filter((issuer) => reached.some((certificate) => isIssuedBy(certificate, issuer)));
    if (next.some(isAuthority)) return true;
    reached = next;
  }
  return false;
}
