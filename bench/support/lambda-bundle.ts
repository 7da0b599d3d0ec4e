import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, type Metafile } from 'esbuild';
import { bundling } from '../../lib/lambda-bundle.ts';
import { projectFile } from '../../lib/project-file.ts';

type Output = Metafile['outputs'][string];

export interface LambdaBundle {
  readonly file: string;
  /** Of what loading the bundle reads: the entry, and the chunks that it imports statically. */
  readonly bytes: number;
  readonly metafile: Metafile;
}

/** The entry, and every chunk that is loaded with it. */
function loadedAtOnce({ outputs }: Metafile): Output[] {
  const entry = Object.keys(outputs).find((name) => path.basename(name) === 'index.mjs');
  const found = new Set<string>();
  const visit = (name: string) => {
    if (found.has(name)) return;
    found.add(name);
    for (const { path: imported, kind } of outputs[name]?.imports ?? [])
      if (kind === 'import-statement' && imported in outputs) visit(imported);
  };
  if (entry !== undefined) visit(entry);
  return [...found].flatMap((name) => outputs[name] ?? []);
}

const directories: string[] = [];
process.once('exit', () => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

/**
 * Bundles as the stack's functions are bundled. The bundle is gone when the process ends.
 * @param source a file of the project, or source text that is resolved from the folder bench/.
 */
export async function bundle(source: { entry: string } | { text: string }): Promise<LambdaBundle> {
  const directory = await mkdtemp(path.join(tmpdir(), 'kyc-china-bundle-'));
  directories.push(directory);
  const { metafile } = await build({
    ...bundling,
    ...('entry' in source
      ? { entryPoints: { index: source.entry } }
      : { stdin: { contents: source.text, resolveDir: projectFile('bench'), loader: 'ts' } }),
    entryNames: 'index',
    outdir: directory,
    metafile: true,
  });
  const bytes = loadedAtOnce(metafile).reduce((sum, output) => sum + output.bytes, 0);
  return { file: path.join(directory, 'index.mjs'), bytes, metafile };
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

/** Bytes that loading a bundle reads, by package or folder. */
export function bytesByOrigin({ metafile }: LambdaBundle): Map<string, number> {
  const byOrigin = new Map<string, number>();
  for (const { inputs } of loadedAtOnce(metafile))
    for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
      const origin = originOf(input);
      byOrigin.set(origin, (byOrigin.get(origin) ?? 0) + bytesInOutput);
    }
  return byOrigin;
}
