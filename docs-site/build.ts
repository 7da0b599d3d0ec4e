import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';
import { projectFile } from '../lib/project-file.ts';
import { docsHtml } from './docs-html.ts';

const entry = 'docs-site/src/main.ts';

/** What Swagger UI's licence asks to be handed on with it. */
const licenceFiles = ['NOTICE', 'LICENSE', 'swagger-ui-es-bundle.js.LICENSE.txt'];

async function licences(): Promise<string> {
  const directory = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const texts = await Promise.all(licenceFiles.map((file) => readFile(path.join(directory, file), 'utf8')));
  return texts.join('\n\n');
}

/**
 * Builds the API's documentation: docs/index.html, which renders docs/openapi.json; and under assets/ a script and a
 * style sheet whose names carry their content's hash. Nothing is loaded from elsewhere.
 * @param outputDirectory made if need be; the console's files in it are left alone.
 */
export async function buildDocs(outputDirectory: string): Promise<void> {
  const { metafile } = await build({
    absWorkingDir: projectFile(),
    entryPoints: { docs: entry },
    outdir: path.join(outputDirectory, 'assets'),
    entryNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2024',
    legalComments: 'none',
    metafile: true,
    logLevel: 'silent',
  });
  const [script, output] =
    Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === entry) ?? [];
  if (!script || !output?.cssBundle)
    throw new Error('the documentation was built without a script or a style sheet');
  const docs = path.join(outputDirectory, 'docs');
  const href = (file: string) => path.relative(docs, projectFile(file)).replaceAll(path.sep, '/');
  await mkdir(docs, { recursive: true });
  await writeFile(
    path.join(docs, 'index.html'),
    docsHtml({ script: href(script), styleSheet: href(output.cssBundle) }),
  );
  await writeFile(path.join(docs, 'licences.txt'), await licences());
  await cp(projectFile('docs/openapi.json'), path.join(docs, 'openapi.json'));
}
