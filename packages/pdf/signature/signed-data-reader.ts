import { verify, X509Certificate } from 'node:crypto';
import { type Element, elementsOf } from './der-reader.ts';
import { encodeSignedData, signedAttributes } from './signed-data.ts';

/** A signature that is not valid, or not in the form that reports have. */
export class InvalidSignatureError extends Error {
  override name = 'InvalidSignatureError';
}

const unreadable = 'the signature is not in the form of a report';

function inside(element: Element | undefined): Element[] {
  if (!element) throw new InvalidSignatureError(unreadable);
  return [...elementsOf(element.content)];
}

/** Returns the certificates and the value of the signature. Nothing is checked yet. */
function partsOf(cms: Uint8Array): { certificates: X509Certificate[]; signature: Uint8Array } {
  const [first] = elementsOf(cms);
  const [, wrapped] = inside(first);
  const fields = inside(inside(wrapped)[0]);
  const certificates = inside(fields.find(({ tag }) => tag === 0xa0));
  const signature = inside(inside(fields.at(-1))[0]).at(-1);
  if (!signature) throw new InvalidSignatureError(unreadable);
  return {
    certificates: certificates.map(({ whole }) => new X509Certificate(whole)),
    signature: signature.content,
  };
}

/**
 * Checks a detached CMS signature in the form that reports have: it must be, byte for byte, the encoding of its certificates and
 * its value for this content.
 * @param contents the CMS, and zeros that fill its room.
 * @param digest SHA-256 of the signed content.
 * @returns the signer's certificate first, then the others that came with it. Whether to trust them is another question.
 * @throws InvalidSignatureError
 */
export function verifySignedData(contents: Uint8Array, digest: Uint8Array): X509Certificate[] {
  const { certificates, signature } = partsOf(contents);
  const signer = certificates.find((certificate) =>
    verify('sha256', signedAttributes(digest, certificate.raw), certificate.publicKey, signature),
  );
  if (!signer) throw new InvalidSignatureError('the file was changed after it was signed');
  const others = certificates.filter((certificate) => certificate !== signer);
  const expected = Buffer.alloc(contents.length);
  encodeSignedData(digest, [signer.raw, ...others.map(({ raw }) => raw)], signature).copy(expected);
  if (!expected.equals(contents)) throw new InvalidSignatureError(unreadable);
  return [signer, ...others];
}
