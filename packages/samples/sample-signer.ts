import { constants, generateKeyPairSync, type KeyObject, privateEncrypt } from 'node:crypto';
import type { ReportSigner } from '@kyc-china/core/report-signer';
import { type CertificateSource, reportSigner } from '@kyc-china/pdf/signature/certificate-source';

/** DigestInfo of SHA-256 without its digest (RFC 8017, 9.2, note 1). */
const digestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');

export const sampleSubject = {
  commonName: 'KYC China sample seal',
  validFrom: '2020-01-01T00:00:00Z',
  validUntil: '2040-01-01T00:00:00Z',
} as const;

/** Returns a new key pair in the form that reports are signed with. */
export const sampleKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 });

/** Returns a signer: by default with a new key of its own, and a certificate that this key signed. */
export function sampleSigner(
  { privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject } = sampleKey(),
  certificates: CertificateSource = { selfSigned: sampleSubject },
): ReportSigner {
  return reportSigner(
    {
      publicKey: async () => publicKey.export({ type: 'spki', format: 'der' }),
      signDigest: async (digest) =>
        privateEncrypt(
          { key: privateKey, padding: constants.RSA_PKCS1_PADDING },
          Buffer.concat([digestInfo, digest]),
        ),
    },
    certificates,
  );
}

let ofProcess: ReportSigner | undefined;

/** Returns the signer of this process: one key for all reports, because making a key takes long. */
export function processSigner(): ReportSigner {
  ofProcess ??= sampleSigner();
  return ofProcess;
}
