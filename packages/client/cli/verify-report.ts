import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { InvalidSignatureError } from '@kyc-china/pdf/signature/signed-data-reader';
import { certificateFingerprint, publicKeyFingerprint, type Trust } from '@kyc-china/pdf/signature/trust';
import { type VerifiedPdf, verifyPdf } from '@kyc-china/pdf/signature/verify-pdf';
import { type ExitCode, exitCodes, UsageError } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';
import { writeWhole } from './whole-file.ts';

const options = {
  fingerprint: { type: 'string', multiple: true },
  ca: { type: 'string', multiple: true },
  json: { type: 'string' },
} as const;

export const verifyReportUsage = `kyc-cn verify-report: check a report's PDF, offline and without credentials

  kyc-cn verify-report <file.pdf>

  --fingerprint <SHA-256>   of the certificate or the public key that the operator signs with, as the operator gave it to you;
                            also from KYC_CN_FINGERPRINT, several separated by commas
  --ca <file.pem>           authorities that the certificate may be issued by
  --json <file>             save the report's JSON that is embedded in the PDF

Exit code: 0 genuine: signed by a trusted signer, and unchanged; 1 a file could not be read or written; 2 wrong input;
3 not genuine: changed, forged, or not a signed report; 4 unchanged since it was signed, by a signer that you did not name`;

function fingerprintOf(text: string): string {
  const hex = text.replaceAll(/[:\s]/g, '').toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(hex)) throw new UsageError('--fingerprint is a SHA-256: 64 hexadecimal digits.');
  return hex;
}

async function authoritiesIn(file: string): Promise<X509Certificate[]> {
  const pems = (await readFile(file, 'utf8')).match(
    /-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs,
  );
  if (!pems) throw new UsageError('--ca is a file with certificates in PEM form.');
  return pems.map((pem) => new X509Certificate(pem));
}

async function trustOf(
  { fingerprint, ca = [] }: { fingerprint?: string[] | undefined; ca?: string[] | undefined },
  environment: Terminal['environment'],
): Promise<Trust> {
  const fromEnvironment = (environment.KYC_CN_FINGERPRINT ?? '')
    .split(',')
    .filter((text) => text.trim() !== '');
  const authorities = await Promise.all(ca.map(authoritiesIn));
  return {
    fingerprints: (fingerprint ?? fromEnvironment).map(fingerprintOf),
    authorities: authorities.flat(),
  };
}

/** The report's id in its JSON. */
function reportIdIn(json: string): string {
  const { reportMetadata } = JSON.parse(json) as { reportMetadata?: { reportId?: string } };
  return reportMetadata?.reportId ?? 'unknown';
}

function linesAbout({ certificates, signedAt, json, sha256 }: VerifiedPdf): string[] {
  const [signer] = certificates;
  if (!signer) return [];
  return [
    `report       ${reportIdIn(json)}`,
    `JSON         SHA-256 ${sha256}`,
    `signed       ${signedAt.toISOString()}`,
    `signer       ${signer.subject.replaceAll('\n', ', ')}`,
    `issuer       ${signer.issuer.replaceAll('\n', ', ')}`,
    `certificate  SHA-256 ${certificateFingerprint(signer)}`,
    `public key   SHA-256 ${publicKeyFingerprint(signer)}`,
  ];
}

function untrustedLine({ fingerprints, authorities }: Trust): string {
  return fingerprints.length + authorities.length === 0
    ? 'Unchanged since it was signed, but the signer is not proven: pass --fingerprint or --ca. A forger can sign with a key of their own.'
    : 'Not by a signer that you trust: neither a fingerprint nor an authority that you named, at the time of signing.';
}

/** `kyc-cn verify-report …`. */
export async function verifyReport(args: string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new UsageError(verifyReportUsage);
  const trust = await trustOf(values, terminal.environment);
  const pdf = await readFile(file);
  try {
    const verified = verifyPdf(pdf, trust);
    if (values.json !== undefined) await writeWhole(values.json, verified.json);
    const verdict = verified.trusted
      ? 'Genuine: signed by a signer that you trust, and unchanged since.'
      : untrustedLine(trust);
    terminal.stdout.write(`${[verdict, ...linesAbout(verified)].join('\n')}\n`);
    if (verified.trusted) return exitCodes.ok;
    return trust.fingerprints.length + trust.authorities.length === 0
      ? exitCodes.unknownSigner
      : exitCodes.notGenuine;
  } catch (error) {
    if (!(error instanceof InvalidSignatureError)) throw error;
    terminal.stdout.write(`Not genuine: ${error.message}.\n`);
    return exitCodes.notGenuine;
  }
}
