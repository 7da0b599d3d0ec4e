import type { ReportSigner, SigningKey } from '@kyc-china/core/report-signer';
import { type CertificateSubject, selfSignedCertificate } from './self-signed-certificate.ts';

/** A stage's certificate: one that an authority issued, or what the key's own says, with ISO 8601 dates. */
export type CertificateSource =
  | {
      /** The certificate, then those that issued it, in order: DER, base64. */
      readonly chain: readonly string[];
    }
  | {
      readonly selfSigned: Omit<CertificateSubject, 'validFrom' | 'validUntil'> & {
        readonly validFrom: string;
        readonly validUntil: string;
      };
    };

async function certificatesOf(key: SigningKey, source: CertificateSource): Promise<readonly Uint8Array[]> {
  if ('chain' in source) return source.chain.map((certificate) => Buffer.from(certificate, 'base64'));
  const { validFrom, validUntil, ...subject } = source.selfSigned;
  const valid = { validFrom: new Date(validFrom), validUntil: new Date(validUntil) };
  const publicKey = await key.publicKey();
  return [
    await selfSignedCertificate(publicKey, { ...subject, ...valid }, (digest) => key.signDigest(digest)),
  ];
}

/** Returns the signer of a key. Its certificates are made or read at the first report, and kept. */
export function reportSigner(key: SigningKey, source: CertificateSource): ReportSigner {
  let certificates: ReturnType<typeof certificatesOf> | undefined;
  return {
    signDigest: (digest) => key.signDigest(digest),
    certificateChain: () => {
      certificates ??= certificatesOf(key, source).catch((error: unknown) => {
        // A failure is not kept: the next report tries again.
        certificates = undefined;
        throw error;
      });
      return certificates;
    },
  };
}
