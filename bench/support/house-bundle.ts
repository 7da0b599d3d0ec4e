import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, type Metafile } from 'esbuild';
import { bundling } from '../../lib/kyc-function.ts';
import { projectFile } from '../../lib/project-file.ts';

export interface HouseBundle {
  readonly file: string;
  readonly bytes: number;
  readonly metafile: Metafile;
}

const directories: string[] = [];
process.once('exit', () => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

/**
 * Bundles as the house function is bundled. The bundle is gone when the process ends.
 * @param source a file of the project, or source text that stands in the folder bench/.
 */
export async function bundle(source: { entry: string } | { text: string }): Promise<HouseBundle> {
  const directory = await mkdtemp(path.join(tmpdir(), 'kyc-china-bundle-'));
  directories.push(directory);
  const outfile = path.join(directory, 'index.mjs');
  const { metafile } = await build({
    ...('entry' in source
      ? { entryPoints: [source.entry] }
      : { stdin: { contents: source.text, resolveDir: projectFile('bench'), loader: 'ts' } }),
    absWorkingDir: projectFile(),
    outfile,
    bundle: true,
    platform: 'node',
    format: bundling.format,
    target: bundling.target,
    mainFields: bundling.mainFields,
    minify: bundling.minify,
    banner: { js: bundling.banner },
    logLevel: bundling.logLevel,
    metafile: true,
  });
  const bytes = Object.values(metafile.outputs)[0]?.bytes ?? 0;
  return { file: outfile, bytes, metafile };
}

/** The package that an input of a bundle is of, or the first two folders of its path in the project. */
function originOf(input: string): string {
  const packages = input.split('node_modules/');
  const inPackage = packages.at(-1) ?? '';
  if (packages.length > 1)
    return inPackage
      .split('/')
      .slice(0, inPackage.startsWith('@') ? 2 : 1)
      .join('/');
  return input.split('/').slice(0, 2).join('/');
}

/** Bytes of a bundle by package or folder. */
export function bytesByOrigin({ metafile }: HouseBundle): Map<string, number> {
  const byOrigin = new Map<string, number>();
  const [output] = Object.values(metafile.outputs);
  for (const [input, { bytesInOutput }] of Object.entries(output?.inputs ?? {})) {
    const origin = originOf(input);
    byOrigin.set(origin, (byOrigin.get(origin) ?? 0) + bytesInOutput);
  }
  return byOrigin;
}
