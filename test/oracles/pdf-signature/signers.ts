import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ReportSigner } from '@kyc-china/core/report-signer';
import { sampleKey, sampleSigner } from '@kyc-china/samples/sample-signer';
import { mustRun } from '../command.ts';
import { workFolder } from '../home.ts';

/** A signer, and the certificate whose trust makes its reports trusted. */
export interface TrustedSigner {
  readonly name: string;
  readonly signer: ReportSigner;
  /** A file in PEM. */
  readonly trusted: string;
  /** The signer's reports are written here. */
  readonly folder: string;
}

/** Returns a signer whose certificate is signed by its own key, as a stage has it by default. */
export async function selfSigned(): Promise<TrustedSigner> {
  const folder = workFolder('pdf-signature-self-signed');
  const signer = sampleSigner();
  const [certificate = Buffer.alloc(0)] = await signer.certificateChain();
  const trusted = path.join(folder, 'certificate.pem');
  writeFileSync(trusted, new X509Certificate(certificate).toString());
  return { name: 'self-signed', signer, trusted, folder };
}

/**
 * Returns a signer whose certificate an authority issued.
 * @param python with the package `cryptography`, which issues it.
 */
export async function issued(python: string): Promise<TrustedSigner> {
  const folder = workFolder('pdf-signature-issued');
  const file = (name: string) => path.join(folder, name);
  const key = sampleKey();
  writeFileSync(file('public-key.pem'), key.publicKey.export({ type: 'spki', format: 'pem' }));
  await mustRun(python, [path.join(import.meta.dirname, 'issue.py'), folder, file('public-key.pem')]);
  const chain = ['leaf.pem', 'root.pem'].map((name) =>
    new X509Certificate(readFileSync(file(name))).raw.toString('base64'),
  );
  return { name: 'issued', signer: sampleSigner(key, { chain }), trusted: file('root.pem'), folder };
}
