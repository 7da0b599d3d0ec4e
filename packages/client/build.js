/** Makes what is published: the library with its types, and the command line in one file. `node build.js` writes dist/. */
import { execFile } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const require = createRequire(import.meta.url);
const source = (...names) => fileURLToPath(new URL(path.join(...names), import.meta.url));

const shared = {
  bundle: true,
  format: 'esm',
  charset: 'utf8',
  absWorkingDir: source('.'),
  metafile: true,
  logLevel: 'warning',
};

/** One file for Node, browsers and workers: nothing of Node's own resolves here. */
const library = { entryPoints: ['src/index.ts'], platform: 'browser', target: 'es2022' };

const commandLine = {
  entryPoints: { cli: 'cli/main.ts' },
  platform: 'node',
  target: 'node20',
};

async function writeDeclarations(directory) {
  const typescript = path.dirname(require.resolve('typescript/package.json'));
  const tsc = path.join(typescript, 'bin', 'tsc');
  const project = source('src', 'tsconfig.build.json');
  await promisify(execFile)(process.execPath, [tsc, '-p', project, '--outDir', directory]);
  // The compiler leaves .ts in the specifiers of declarations, where only some readers look for .d.ts.
  for (const name of await readdir(directory, { recursive: true })) {
    if (!name.endsWith('.d.ts')) continue;
    const file = path.join(directory, name);
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll(/(?<=from '\.\/[^']+)\.ts(?=')/g, '.js'));
  }
}

/** The licences of what is inside the bundle, which have to go with it. */
async function licencesOf({ inputs }) {
  const folders = new Map(
    Object.keys(inputs).flatMap((input) => {
      const [folder, name] = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input) ?? [];
      return folder === undefined ? [] : [[name, source(folder)]];
    }),
  );
  const texts = [...folders].map(async ([name, folder]) => {
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`${name} has no licence file`);
    return `${name}\n\n${(await readFile(path.join(folder, file), 'utf8')).trim()}\n`;
  });
  return (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`);
}

/** @param {string} directory where to write. It is emptied before. */
export async function build(directory) {
  const { build: bundle } = await import('esbuild');
  await rm(directory, { recursive: true, force: true });
  const [, { metafile }] = await Promise.all([
    bundle({ ...shared, ...library, outdir: directory }),
    bundle({ ...shared, ...commandLine, outdir: directory }),
    writeDeclarations(directory),
  ]);
  await writeFile(path.join(directory, 'cli.licences.txt'), await licencesOf(metafile));
}

/** Returns whether what builds is installed. `npm ci --omit=dev` leaves it out, and must not fail for that. */
function canBuild() {
  try {
    require.resolve('esbuild');
    require.resolve('typescript/package.json');
    return true;
  } catch {
    return false;
  }
}

if (fileURLToPath(import.meta.url) === process.argv[1]) {
  if (canBuild()) await build(source('dist'));
  else
    console.log(
      'kyc-cn is not built, because the development dependencies are missing: `npm ci --include=dev` installs them.',
    );
}
