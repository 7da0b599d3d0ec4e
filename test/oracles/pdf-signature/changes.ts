import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sampleSigner } from '@kyc-china/samples/sample-signer';
import { mustRun } from '../command.ts';
import { signedSample } from '../sample-reports.ts';
import type { TrustedSigner } from './signers.ts';

/** A file that is not what its signer signed. */
export interface Change {
  readonly name: string;
  /** Validators that cannot see the change: they are not asked. */
  readonly unseenBy: readonly string[];
  /** @returns the bytes. */
  make(original: Buffer, { signer, folder }: TrustedSigner): Promise<Uint8Array>;
}

/** Flips the lowest bit of the byte at a place. */
function flipped(original: Buffer, at: number): Buffer {
  if (at < 0) throw new Error('The sample has no such place to change.');
  const changed = Buffer.from(original);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}

/** @param python with the package `pyhanko`, which writes the incremental update. */
export const changes = (python: string): readonly Change[] => [
  {
    name: 'a digit of the hash changed',
    unseenBy: [],
    make: async (original) => flipped(original, original.indexOf('?=sha256=') + 12),
  },
  {
    name: 'the date of the signature changed',
    unseenBy: [],
    make: async (original) => flipped(original, original.lastIndexOf('/M(D:') + 18),
  },
  {
    name: 'a byte of the signature value changed',
    unseenBy: [],
    make: async (original) => {
      const open = original.lastIndexOf('/Contents<') + '/Contents<'.length;
      const length = 4 + Number.parseInt(original.toString('latin1', open + 4, open + 8), 16);
      // The value is what the signature ends with. 0 and 1, and 8 and 9, differ in the lowest bit: it stays hexadecimal.
      let at = open + 2 * length - 8;
      while (!'012345678'.includes(String.fromCharCode(original[at] ?? 0))) at--;
      return flipped(original, at);
    },
  },
  {
    name: 'bytes appended',
    // It gets the signed bytes alone.
    unseenBy: ['openssl cms'],
    make: async (original) => Buffer.concat([original, Buffer.from('\n% appended\n')]),
  },
  {
    name: 'page one painted over by an incremental update',
    unseenBy: ['openssl cms'],
    make: async (original, { folder }) => {
      const [from, to] = [path.join(folder, 'unpainted.pdf'), path.join(folder, 'painted.pdf')];
      writeFileSync(from, original);
      await mustRun(python, [path.join(import.meta.dirname, 'paint_over.py'), from, to]);
      return readFileSync(to);
    },
  },
  {
    name: "signed by another key, with that key's certificate",
    // It does not look at certificates.
    unseenBy: ['pdfsig'],
    make: () => signedSample('mixed', sampleSigner()),
  },
  {
    name: "signed by another key, with the signer's certificate",
    unseenBy: [],
    make: (_original, { signer }) => {
      const { signDigest } = sampleSigner();
      return signedSample('mixed', { signDigest, certificateChain: () => signer.certificateChain() });
    },
  },
];
