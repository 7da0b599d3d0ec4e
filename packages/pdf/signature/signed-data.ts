import { createHash } from 'node:crypto';
import type { ReportSigner } from '@kyc-china/core/report-signer';
import { contextTag, integer, objectIdentifier, octetString, sequence, setOf } from './der.ts';
import { elementsOf } from './der-reader.ts';
import { oids } from './object-identifiers.ts';
import { rsaEncryption, sha256 } from './signature-algorithms.ts';

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

function attribute(type: string, value: Buffer): Buffer {
  return sequence(objectIdentifier(type), setOf(value));
}

/** The issuer and the serial number of a certificate, as it has them. */
function issuerAndSerialNumber(certificate: Uint8Array): Buffer {
  const [outer] = elementsOf(certificate);
  const [body] = elementsOf(outer?.content ?? Buffer.alloc(0));
  const fields = [...elementsOf(body?.content ?? Buffer.alloc(0))];
  // The version comes first unless it is 1.
  const [serialNumber, , issuer] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  if (!serialNumber || !issuer) throw new RangeError('the certificate has no issuer');
  return sequence(issuer.whole, serialNumber.whole);
}

/** The signed attributes of a signature over a content, as a SET OF: in this form they are hashed and signed (RFC 5652, 5.4). */
export function signedAttributes(digest: Uint8Array, certificate: Uint8Array): Buffer {
  return setOf(
    attribute(oids.contentType, objectIdentifier(oids.data)),
    attribute(oids.messageDigest, octetString(digest)),
    // ESSCertIDv2 (RFC 5035): SHA-256, its default, of the certificate.
    attribute(oids.signingCertificateV2, sequence(sequence(sequence(octetString(digestOf(certificate)))))),
  );
}

/**
 * Encodes a signature. The same arguments give the same bytes.
 * @param chain the signer's certificate first.
 */
export function encodeSignedData(
  digest: Uint8Array,
  chain: readonly [Uint8Array, ...Uint8Array[]],
  signature: Uint8Array,
): Buffer {
  const version1 = integer(Buffer.of(1));
  const implicitAttributes = signedAttributes(digest, chain[0]);
  implicitAttributes[0] = 0xa0;
  const signerInfo = sequence(
    version1,
    issuerAndSerialNumber(chain[0]),
    sha256(),
    implicitAttributes,
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

/**
 * Returns a detached CMS signature (RFC 5652) as PAdES baseline B-B asks for it (ETSI EN 319 142-1, table 1): content type,
 * message digest and signing certificate are signed. The time is in the PDF's signature dictionary alone.
 * @param digest SHA-256 of the signed content.
 */
export async function signedData(digest: Uint8Array, signer: ReportSigner): Promise<Buffer> {
  const [certificate, ...issuers] = await signer.certificateChain();
  if (!certificate) throw new RangeError('the signer has no certificate');
  const signature = await signer.signDigest(digestOf(signedAttributes(digest, certificate)));
  return encodeSignedData(digest, [certificate, ...issuers], signature);
}
