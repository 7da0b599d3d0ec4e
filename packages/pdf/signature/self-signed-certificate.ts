import { createHash } from 'node:crypto';
import type { ReportSigner } from '@kyc-china/core/report-signer';
import {
  bitString,
  boolean,
  contextTag,
  integer,
  nothing,
  objectIdentifier,
  octetString,
  sequence,
  time,
} from './der.ts';
import { type DistinguishedName, distinguishedName } from './distinguished-name.ts';
import { sha256WithRsa } from './signature-algorithms.ts';

/** Who a certificate is for, and how long it is valid. */
export interface CertificateSubject extends DistinguishedName {
  readonly validFrom: Date;
  readonly validUntil: Date;
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

function extension(type: string, value: Buffer, critical = false): Buffer {
  return sequence(objectIdentifier(type), ...(critical ? [boolean(true)] : []), octetString(value));
}

/**
 * Returns a key's self-signed certificate (RFC 5280). The same arguments give the same certificate, so that it need not be
 * stored.
 * @param publicKey SubjectPublicKeyInfo, DER.
 */
export async function selfSignedCertificate(
  publicKey: Uint8Array,
  subject: CertificateSubject,
  signDigest: ReportSigner['signDigest'],
): Promise<Buffer> {
  const fingerprint = sha256(publicKey);
  const name = distinguishedName(subject);
  const extensions = [
    // Not an authority.
    extension('2.5.29.19', sequence(), true),
    // digitalSignature and contentCommitment.
    extension('2.5.29.15', bitString(Buffer.of(0xc0), 6), true),
    extension('2.5.29.14', octetString(fingerprint.subarray(0, 20))),
    // noRevAvail (RFC 9608): no revocations are published, and a validator need not look for them.
    extension('2.5.29.56', nothing()),
  ];
  const version3 = integer(Buffer.of(2));
  const serialNumber = Buffer.from(fingerprint.subarray(0, 16));
  serialNumber[0] = ((serialNumber[0] ?? 0) & 0x3f) | 0x40;
  const signed = sequence(
    contextTag(0, version3),
    integer(serialNumber),
    sha256WithRsa(),
    name,
    sequence(time(subject.validFrom), time(subject.validUntil)),
    name,
    publicKey,
    contextTag(3, sequence(...extensions)),
  );
  return sequence(signed, sha256WithRsa(), bitString(await signDigest(sha256(signed))));
}
