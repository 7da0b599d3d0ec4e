import { cpSync } from 'node:fs';
import path from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';
import { projectFile } from './project-file.ts';

/** A file that the code reads at run time and that no bundler can see. */
export interface BundledFile {
  /** Path from the project's root. */
  readonly from: string;
  /** Path in the bundle. */
  readonly to: string;
}

/** Modules that are CommonJS inside an ES module bundle still call require. */
const requireBanner =
  "import{createRequire as kycRequire}from'node:module';const require=kycRequire(import.meta.url);";

/**
 * How a function is bundled: minified ES modules with the SDK inside, split where the code imports dynamically, so
 * that a cold start parses neither the PDF's code nor those of the SDK's credential providers that a function never
 * asks. Source maps lie beside the modules for whoever describes an error (lambdas/observability).
 */
export const bundling = {
  absWorkingDir: projectFile(),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  splitting: true,
  outExtension: { '.js': '.mjs' },
  banner: { js: requireBanner },
  logLevel: 'warning',
} satisfies BuildOptions;

/** Bundles a handler of the project into a folder, as `index.mjs` and the chunks that it imports. */
export function bundleHandler(
  handler: string,
  outputDirectory: string,
  bundledFiles: readonly BundledFile[] = [],
): void {
  buildSync({
    ...bundling,
    entryPoints: { index: handler },
    outdir: outputDirectory,
    sourcemap: 'external',
    sourcesContent: false,
  });
  for (const { from, to } of bundledFiles) cpSync(projectFile(from), path.join(outputDirectory, to));
}
