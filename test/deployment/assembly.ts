import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TemplateResource } from '../support/changed-assembly.ts';

/**
 * Copies a cloud assembly with a changed template, under a new key: the CDK does not upload a key twice.
 * @param change works on the template's resources, by logical id, in place.
 * @returns the copy's folder, which the caller removes.
 */
export async function copyAssembly(
  assembly: string,
  stackName: string,
  change: (resources: Record<string, TemplateResource>) => void,
): Promise<string> {
  const copy = await mkdtemp(path.join(tmpdir(), 'kyc-china-assembly-'));
  await cp(assembly, copy, { recursive: true });
  const file = path.join(copy, `${stackName}.template.json`);
  const before = await readFile(file, 'utf8');
  const template = JSON.parse(before);
  change(template.Resources);
  const after = JSON.stringify(template, null, 1);
  if (JSON.stringify(JSON.parse(before)) === JSON.stringify(template))
    throw new Error(`the template of ${stackName} was not changed`);
  await writeFile(file, after);
  const assets = path.join(copy, `${stackName}.assets.json`);
  const { files } = JSON.parse(await readFile(assets, 'utf8')) as {
    files: Record<string, { source: { path?: string } }>;
  };
  const key = Object.keys(files).find((hash) => files[hash]?.source.path === path.basename(file));
  if (!key) throw new Error(`${assets} names no template`);
  const hash = createHash('sha256').update(after).digest('hex');
  for (const named of [assets, path.join(copy, 'manifest.json')])
    await writeFile(named, (await readFile(named, 'utf8')).replaceAll(key, hash));
  return copy;
}
