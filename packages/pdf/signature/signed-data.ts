import { createHash } from 'node:crypto';
import type { ReportSigner } from '@kyc-china/core/report-signer';
import { contextTag, integer, objectIdentifier, octetString, sequence, setOf } from './der.ts';
import { elementsOf } from './der-reader.ts';
import { rsaEncryption, sha256 } from './signature-algorithms.ts';

const oids = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const;

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

function attribute(type: string, value: Buffer): Buffer {
  return sequence(objectIdentifier(type), setOf(value));
}

/** The issuer and the serial number of a certificate, as they stand in it. */
function issuerAndSerialNumber(certificate: Uint8Array): Buffer {
  const [outer] = elementsOf(certificate);
  const [body] = elementsOf(outer?.content ?? Buffer.alloc(0));
  const fields = elementsOf(body?.content ?? Buffer.alloc(0));
  // The version comes first unless it is 1.
  const [serialNumber, , issuer] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  if (!serialNumber || !issuer) throw new RangeError('the certificate has no issuer');
  return sequence(issuer.whole, serialNumber.whole);
}

/**
 * Returns a detached CMS signature (RFC 5652) as PAdES baseline B-B asks for it (ETSI EN 319 142-1, table 1): content type,
 * message digest and signing certificate are signed; the time stands in the PDF's signature dictionary alone.
 * @param digest SHA-256 of the signed content.
 */
export async function signedData(digest: Uint8Array, signer: ReportSigner): Promise<Buffer> {
  const chain = await signer.certificateChain();
  const [certificate] = chain;
  if (!certificate) throw new RangeError('the signer has no certificate');
  const attributes = [
    attribute(oids.contentType, objectIdentifier(oids.data)),
    attribute(oids.messageDigest, octetString(digest)),
    // ESSCertIDv2 (RFC 5035): SHA-256, its default, of the certificate.
    attribute(oids.signingCertificateV2, sequence(sequence(sequence(octetString(digestOf(certificate)))))),
  ];
  const signature = await signer.signDigest(digestOf(setOf(...attributes)));
  const version1 = integer(Buffer.of(1));
  const signerInfo = sequence(
    version1,
    issuerAndSerialNumber(certificate),
    sha256(),
    contextTag(0, ...attributes.toSorted(Buffer.compare)),
    rsaEncryption(),
    octetString(signature),
  );
  const content = sequence(
    version1,
    setOf(sha256()),
    sequence(objectIdentifier(oids.data)),
    contextTag(0, ...[...chain].toSorted(Buffer.compare)),
    setOf(signerInfo),
  );
  return sequence(objectIdentifier(oids.signedData), contextTag(0, content));
}
