import { createHash, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalReport, reportSha256 } from '@kyc-china/core/report-digest';
import { renderReportPdf } from '@kyc-china/pdf/render-report';
import { InvalidSignatureError } from '@kyc-china/pdf/signature/signed-data-reader';
import { certificateFingerprint, publicKeyFingerprint } from '@kyc-china/pdf/signature/trust';
import { verifyPdf } from '@kyc-china/pdf/signature/verify-pdf';
import { printed } from '@kyc-china/samples/pdf-samples';
import { sampleSigner } from '@kyc-china/samples/sample-signer';
import fc from 'fast-check';
import { selfSignedCertificate } from '../../packages/pdf/signature/self-signed-certificate.ts';

const signer = sampleSigner();
const { report, sources } = printed('mixed');
const noTrust = { fingerprints: [], authorities: [] };
let pdf: Buffer;
let certificate: X509Certificate;

beforeAll(async () => {
  pdf = Buffer.from(await renderReportPdf(report, sources, signer));
  const [own] = await signer.certificateChain();
  certificate = new X509Certificate(own ?? Buffer.alloc(0));
});

const faultOf = (bytes: Uint8Array): string => {
  try {
    verifyPdf(bytes, { ...noTrust, authorities: [certificate] });
  } catch (error) {
    if (error instanceof InvalidSignatureError) return error.message;
    throw error;
  }
  return 'none';
};

describe('the signature of a report', () => {
  it('the same report and key give the same bytes', async () => {
    expect(Buffer.from(await renderReportPdf(report, sources, signer)).equals(pdf)).toBe(true);
  });

  it('the embedded JSON has the hash that is printed', () => {
    const { json, sha256 } = verifyPdf(pdf, noTrust);
    expect(json).toBe(canonicalReport(report));
    expect(sha256).toBe(reportSha256(report));
    expect(createHash('sha256').update(json).digest('hex')).toBe(sha256);
  });

  it('is dated with the completion of the report', () => {
    expect(verifyPdf(pdf, noTrust).signedAt.toISOString().slice(0, 19)).toBe(
      report.reportMetadata.completedAt.slice(0, 19),
    );
  });

  it('is trusted by the fingerprint of the certificate, of the public key, and by the certificate itself', () => {
    expect(verifyPdf(pdf, noTrust).trusted).toBe(false);
    expect(verifyPdf(pdf, { ...noTrust, fingerprints: [certificateFingerprint(certificate)] }).trusted).toBe(
      true,
    );
    expect(verifyPdf(pdf, { ...noTrust, fingerprints: [publicKeyFingerprint(certificate)] }).trusted).toBe(
      true,
    );
    expect(verifyPdf(pdf, { ...noTrust, authorities: [certificate] }).trusted).toBe(true);
  });

  it('a report that another key signed is not trusted', async () => {
    const forged = await renderReportPdf(printed('allMatched').report, sources, sampleSigner());
    expect(verifyPdf(forged, { ...noTrust, authorities: [certificate] }).trusted).toBe(false);
  });

  it('a changed byte anywhere is noticed', () => {
    fc.assert(
      fc.property(fc.nat(pdf.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Buffer.from(pdf);
        changed[at] = (changed[at] ?? 0) ^ change;
        expect(faultOf(changed)).not.toBe('none');
      }),
      { numRuns: 300 },
    );
  });

  it('a byte added at the end, or a byte removed, is noticed', () => {
    expect(faultOf(Buffer.concat([pdf, Buffer.from('\n')]))).toContain('does not cover the whole file');
    expect(faultOf(pdf.subarray(0, -1))).toContain('does not cover the whole file');
    expect(faultOf(Buffer.concat([Buffer.from('%PDF-1.7\n'), pdf]))).not.toBe('none');
    expect(faultOf(Buffer.from('%PDF-1.7\n%%EOF\n'))).toContain('no signature');
    expect(faultOf(Buffer.from('a text'))).toBe('the file is not a PDF');
  });
});

describe('the self-signed certificate', () => {
  it('is the same for the same key, and Node verifies it', async () => {
    const publicKey = certificate.publicKey.export({ type: 'spki', format: 'der' });
    const subject = {
      commonName: '中国核验 seal',
      organization: 'An organization',
      country: 'CN',
      validFrom: new Date('2026-01-01T00:00:00Z'),
      validUntil: new Date('2056-01-01T00:00:00Z'),
    };
    const make = () => selfSignedCertificate(publicKey, subject, (digest) => signer.signDigest(digest));
    const [one, other] = [await make(), await make()];
    expect(one.equals(other)).toBe(true);
    const read = new X509Certificate(one);
    expect(read.verify(read.publicKey)).toBe(true);
    expect(read.subject).toBe('C=CN\nO=An organization\nCN=中国核验 seal');
    expect([read.validFromDate.toISOString(), read.validToDate.toISOString()]).toEqual([
      '2026-01-01T00:00:00.000Z',
      '2056-01-01T00:00:00.000Z',
    ]);
    expect(read.ca).toBe(false);
  });
});
