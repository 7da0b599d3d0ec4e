import { constants, generateKeyPairSync, privateEncrypt } from 'node:crypto';
import type { ReportSigner } from '@kyc-china/core/report-signer';
import { reportSigner } from '@kyc-china/pdf/signature/certificate-source';

/** DigestInfo of SHA-256 without its digest (RFC 8017, 9.2, note 1). */
const digestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');

export const sampleSubject = {
  commonName: 'KYC China sample seal',
  validFrom: '2020-01-01T00:00:00Z',
  validUntil: '2040-01-01T00:00:00Z',
} as const;

/** Returns a signer with a new key of its own. */
export function sampleSigner(): ReportSigner {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return reportSigner(
    {
      publicKey: async () => publicKey.export({ type: 'spki', format: 'der' }),
      signDigest: async (digest) =>
        privateEncrypt(
          { key: privateKey, padding: constants.RSA_PKCS1_PADDING },
          Buffer.concat([digestInfo, digest]),
        ),
    },
    { selfSigned: sampleSubject },
  );
}
