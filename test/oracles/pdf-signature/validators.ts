import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { certificateFingerprint } from '@kyc-china/pdf/signature/trust';
import { verifyPdf } from '@kyc-china/pdf/signature/verify-pdf';
import { mustRun, runCommand } from '../command.ts';
import { homeEnvironment, installed, logFile, mavenRepository } from '../home.ts';

/** What a program says about each file, in the order of the files. */
export type Verdicts = (trusted: string, files: readonly string[]) => Promise<readonly string[]>;

/** A program that judges signatures, and what it says about a good one. */
export interface Validator {
  readonly name: string;
  readonly accepts: string;
  readonly verdicts: Verdicts;
}

const beside = (file: string) => path.join(import.meta.dirname, file);

/** Reads lines of a file's path, a tab and a verdict. */
function verdictsIn(output: string, files: readonly string[]): string[] {
  const lines = new Map(output.split('\n').map((line) => line.split('\t') as [string, string]));
  return files.map((file) => lines.get(file) ?? 'not judged');
}

/** The commission's library checks the form of the signature, its path, and what it covers. */
export async function europeanDss(): Promise<Validator> {
  const pom = beside('pom.xml');
  const folder = await installed('eu-dss', [readFileSync(pom, 'utf8')], async (empty) => {
    const copy = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
    const output = `-DoutputDirectory=${empty}`;
    await mustRun('mvn', ['-B', '-q', '-f', pom, mavenRepository, copy, output], {
      environment: homeEnvironment,
      log: logFile('install-eu-dss'),
    });
  });
  return {
    name: 'EU DSS',
    accepts: 'PAdES-BASELINE-B TOTAL_PASSED intact valid [FULL] undefined changes: 0',
    verdicts: async (trusted, files) => {
      const args = ['-cp', path.join(folder, '*'), beside('PadesCheck.java'), trusted, ...files];
      return verdictsIn(await mustRun('java', args), files);
    },
  };
}

export function pyHanko(python: string): Validator {
  return {
    name: 'pyHanko',
    accepts: 'INTACT:TRUSTED,UNTOUCHED',
    verdicts: async (trusted, files) =>
      verdictsIn(await mustRun(python, [beside('validate.py'), trusted, ...files]), files),
  };
}

/** Runs a judgment file by file. */
const oneByOne =
  (judge: (trusted: string, file: string) => Promise<string>): Verdicts =>
  async (trusted, files) => {
    const verdicts: string[] = [];
    for (const file of files) verdicts.push(await judge(trusted, file));
    return verdicts;
  };

/** Poppler. Its exit code is 0 for a changed file too: its words count. It does not look at certificates. */
export const pdfsig: Validator = {
  name: 'pdfsig',
  accepts: 'Signature is Valid. Total document signed',
  verdicts: oneByOne(async (_trusted, file) => {
    const { output } = await runCommand('pdfsig', ['-nocert', file]);
    const validation = /Signature Validation: (.*)/.exec(output)?.[1] ?? 'no signature';
    return `${validation} ${/(?:Total|Not total) document signed/.exec(output)?.[0] ?? ''}`.trim();
  }),
};

/** OpenSSL knows no PDF: it gets the bytes that the signature says it covers, and the signature. */
export const openssl: Validator = {
  name: 'openssl cms',
  accepts: 'CMS Verification successful',
  verdicts: oneByOne(async (trusted, file) => {
    const pdf = readFileSync(file);
    const range = /\/ByteRange\[0 (\d+) (\d+) (\d+)\]/.exec(pdf.toString('latin1'));
    const [before, after, rest] = (range ?? []).slice(1).map(Number) as [number, number, number];
    const hex = pdf.subarray(before + 1, after - 1).toString('latin1');
    const [content, cms] = [`${file}.content`, `${file}.cms`];
    writeFileSync(content, Buffer.concat([pdf.subarray(0, before), pdf.subarray(after, after + rest)]));
    // The zeros that follow the signature are not read.
    writeFileSync(cms, Buffer.from(hex, 'hex'));
    const args = ['-verify', '-binary', '-inform', 'DER', '-in', cms, '-content', content];
    const { output } = await runCommand('openssl', [
      'cms',
      ...args,
      ...['-CAfile', trusted, '-purpose', 'any', '-out', '/dev/null'],
    ]);
    return output.split('\n')[0] ?? '';
  }),
};

/** Our own: what `kyc-cn verify-report` runs. The others say whether it is right. */
export const ours: Validator = {
  name: 'verify-report',
  accepts: 'trusted',
  verdicts: oneByOne(async (trusted, file) => {
    const certificate = new X509Certificate(readFileSync(trusted));
    const trust = certificate.ca
      ? { fingerprints: [], authorities: [certificate] }
      : { fingerprints: [certificateFingerprint(certificate)], authorities: [] };
    try {
      return verifyPdf(readFileSync(file), trust).trusted ? 'trusted' : 'not trusted';
    } catch (error) {
      return (error as Error).message;
    }
  }),
};
