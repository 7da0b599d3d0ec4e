import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { projectFile } from '../lib/project-file.ts';
import { indexHtml } from './index-html.ts';

/** Browsers since spring 2024: light-dark(), nesting, :has(), URL.parse, Promise.withResolvers. */
const target = ['chrome126', 'firefox128', 'safari18'];

/**
 * What the shared domain takes from Node, and its replacement in the browser. The domain stays as it is, and
 * a test holds the stand-ins against Node's own.
 */
const standIns = {
  'node:url': projectFile('console/browser/node-url.ts'),
};

/**
 * Builds the console: index.html, and under assets/ one script and one style sheet whose names carry their content's
 * hash, so that they may be cached for ever and index.html not at all. Nothing is loaded from elsewhere.
 * @param outputDirectory made if need be; files in it that are not the console's are left alone.
 */
export async function buildConsole(outputDirectory: string): Promise<void> {
  const result = await build({
    absWorkingDir: projectFile(),
    entryPoints: { console: 'console/src/main.tsx', icon: 'console/src/icon.svg' },
    outdir: path.join(outputDirectory, 'assets'),
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    format: 'esm',
    target,
    alias: standIns,
    inject: [projectFile('console/browser/buffer.ts')],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.svg': 'copy' },
    legalComments: 'linked',
    metafile: true,
    logLevel: 'silent',
  });
  const built = Object.entries(result.metafile.outputs).map(([file, { entryPoint, cssBundle }]) => ({
    file,
    entryPoint,
    cssBundle,
  }));
  const entry = built.find(({ entryPoint }) => entryPoint === 'console/src/main.tsx');
  if (!entry?.cssBundle) throw new Error('the console was built without a script or a style sheet');
  const icon = built.find(({ file }) => file.endsWith('.svg'));
  const href = (file: string) => path.relative(outputDirectory, projectFile(file)).replaceAll(path.sep, '/');
  await mkdir(outputDirectory, { recursive: true });
  await writeFile(
    path.join(outputDirectory, 'index.html'),
    indexHtml({
      script: href(entry.file),
      styleSheet: href(entry.cssBundle),
      ...(icon && { icon: href(icon.file) }),
    }),
  );
}
