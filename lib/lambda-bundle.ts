import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';
import { projectFile } from './project-file.ts';

/** Files that the code reads at run time, and that a script of the project writes. */
export interface WrittenFiles {
  /** Path of the script from the project's root. It takes the folder to write to as its argument. */
  readonly script: string;
  /** The folder in the bundle. */
  readonly folder: string;
}

/** Modules that are CommonJS inside an ES module bundle still call require. */
const requireBanner =
  "import{createRequire as kycRequire}from'node:module';const require=kycRequire(import.meta.url);";

/**
 * Importing node:http as an ES module reads each of its exports, and with them Node loads its WebSocket and the whole of
 * undici: seven times the processor time of the module itself, at each cold start or at the first call of AWS. Taken as
 * CommonJS, an export is read when it is used.
 */
const alias = {
  'node:http': projectFile('lib', 'builtin-modules', 'http.cjs'),
  'node:https': projectFile('lib', 'builtin-modules', 'https.cjs'),
};

/**
 * How a function is bundled: minified ES modules with the SDK inside, split where the code imports dynamically, so
 * that a cold start parses neither the PDF's code nor those of the SDK's credential providers that a function never
 * calls. Source maps are beside the modules: error descriptions use them (lambdas/shared).
 */
export const bundling = {
  absWorkingDir: projectFile(),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  mainFields: ['module', 'main'],
  alias,
  minify: true,
  splitting: true,
  outExtension: { '.js': '.mjs' },
  banner: { js: requireBanner },
  logLevel: 'warning',
} satisfies BuildOptions;

/** Bundles a handler of the project into a folder, as `index.mjs` and the chunks that it imports. */
export function bundleHandler(handler: string, outputDirectory: string, files?: WrittenFiles): void {
  buildSync({
    ...bundling,
    entryPoints: { index: handler },
    outdir: outputDirectory,
    sourcemap: 'external',
    sourcesContent: false,
  });
  if (files)
    execFileSync(process.execPath, [projectFile(files.script), path.join(outputDirectory, files.folder)]);
}
