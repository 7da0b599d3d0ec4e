import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Part } from '../part.ts';
import { pythonEnvironment } from '../python-environment.ts';
import { writeSamples } from '../sample-reports.ts';
import { type Change, changes } from './changes.ts';
import { issued, selfSigned, type TrustedSigner } from './signers.ts';
import { europeanDss, openssl, ours, pdfsig, pyHanko, type Validator } from './validators.ts';

/** Writes each changed file. @returns it by its change. */
async function writeChanges(signer: TrustedSigner, all: readonly Change[]): Promise<Map<string, Change>> {
  const original = readFileSync(path.join(signer.folder, 'mixed.pdf'));
  const files = new Map<string, Change>();
  for (const [index, change] of all.entries()) {
    const file = path.join(signer.folder, `changed-${index + 1}.pdf`);
    writeFileSync(file, await change.make(original, signer));
    files.set(file, change);
  }
  return files;
}

/** @returns what a validator says wrongly about the signer's reports and the changed files. */
async function faultsOf(
  { name, accepts, verdicts }: Validator,
  { name: signer, trusted }: TrustedSigner,
  samples: readonly string[],
  changed: ReadonlyMap<string, Change>,
): Promise<string[]> {
  const seen = [...changed].filter(([, { unseenBy }]) => !unseenBy.includes(name));
  const said = await verdicts(trusted, [...samples, ...seen.map(([file]) => file)]);
  const refused = samples.flatMap((file, index) =>
    said[index] === accepts ? [] : [`${name} on ${signer} ${path.basename(file)}: ${said[index]}`],
  );
  const accepted = seen.flatMap(([, change], index) =>
    said[samples.length + index] === accepts ? [`${name} accepts a ${signer} report: ${change.name}`] : [],
  );
  return [...refused, ...accepted];
}

/** The signatures of all sample reports, and of changed ones, by five programs. Ours is the fifth. */
export const pdfSignature: Part = {
  name: 'pdf-signature',
  proves: 'that other programs accept the signed reports, and reject changed ones as ours does',
  tools: ['Python 3.11 with venv', 'a JDK, 17 or newer', 'Maven', 'pdfsig', 'OpenSSL'],
  run: async ({ show }) => {
    const lockFile = path.join(import.meta.dirname, 'requirements.txt');
    const python = path.join(await pythonEnvironment('pdf-signature', lockFile), 'python');
    const validators = [await europeanDss(), pyHanko(python), pdfsig, openssl, ours];
    const faults: string[] = [];
    for (const signer of [await selfSigned(), await issued(python)]) {
      const samples = await writeSamples(signer.folder, signer.signer);
      const changed = await writeChanges(signer, changes(python));
      show(`${signer.name}: ${samples.length} reports, ${changed.size} changed ones`);
      for (const validator of validators)
        faults.push(...(await faultsOf(validator, signer, samples, changed)));
    }
    if (faults.length > 0) throw new Error(faults.join('\n'));
    for (const { name, accepts } of validators) show(`${name}: ${accepts}`);
  },
};
