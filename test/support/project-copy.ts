import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectFile } from '../../lib/project-file.ts';
import { linkPackages } from './linked-packages.ts';

const folders = [
  'bin',
  'lib',
  'lambdas',
  'packages',
  'codegen',
  'statemachine',
  'console',
  'docs-site',
  'docs',
  'local',
  'operations',
];
const files = ['README.md', 'cdk.json', 'tsconfig.json', 'package.json', 'package-lock.json', 'biome.json'];

/**
 * A copy of the project without its tests, for what changes sources or keeps data in them. Its dependencies are the
 * project's. @returns its folder, which the caller deletes.
 */
export async function copyProject(): Promise<string> {
  const copy = await mkdtemp(path.join(tmpdir(), 'kyc-china-copy-'));
  for (const source of [...folders, ...files])
    await cp(projectFile(source), path.join(copy, source), { recursive: true });
  linkPackages(copy);
  return copy;
}
