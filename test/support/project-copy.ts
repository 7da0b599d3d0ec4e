import { cp, mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectFile } from '../../lib/project-file.ts';

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
 * A copy of the project without its tests, for what changes sources or keeps data in them; its packages are the
 * project's own. @returns its folder, which the caller deletes.
 */
export async function copyProject(): Promise<string> {
  const copy = await mkdtemp(path.join(tmpdir(), 'kyc-china-copy-'));
  for (const source of [...folders, ...files])
    await cp(projectFile(source), path.join(copy, source), { recursive: true });
  await symlink(projectFile('node_modules'), path.join(copy, 'node_modules'));
  return copy;
}
