import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { serve } from '@kyc-china/emulator/http-server';
import { buildDocs } from '../docs-site/build.ts';
import { portVariable } from '../lib/command-environment.ts';
import { asksForHelp } from '../lib/command-help.ts';
import { fileOf, type SiteFile } from './console/deployed-site.ts';
import { StaticSite } from './console/static-site.ts';

const usage = `Builds the API's documentation and serves it to read. The local run serves it too, to be tried there.

  npm run docs [-- --once]

  --once   ends when it serves
  PORT     the port (3001)`;

/** What the page needs: its own files. */
const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

async function builtFiles(): Promise<Map<string, SiteFile>> {
  const directory = await mkdtemp(path.join(tmpdir(), 'kyc-china-docs-'));
  try {
    await buildDocs(directory);
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => {
        const file = path.join(parentPath, name);
        const key = path.relative(directory, file).replaceAll(path.sep, '/');
        return [key, fileOf(key, await readFile(file), { 'cache-control': 'no-cache' })] as const;
      });
    return new Map(await Promise.all(files));
  } finally {
    await rm(directory, { recursive: true });
  }
}

function readOptions(): { once: boolean; port: number } {
  try {
    const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } });
    return { ...values, port: portVariable() ?? 3001 };
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
}

if (asksForHelp(process.argv.slice(2))) {
  console.log(usage);
  process.exit(0);
}
const { once, port } = readOptions();
const folders = ({ uri }: { uri: string }) => ({ uri: uri.endsWith('/') ? `${uri}index.html` : uri });
const behaviour = {
  pathPattern: /^/,
  allowedMethods: ['GET', 'HEAD'],
  fromBucket: true,
  headers,
  viewerRequest: folders,
};
const site = new StaticSite({
  behaviours: [behaviour],
  defaultRootObject: 'index.html',
  files: await builtFiles(),
});
const running = await serve((request, response) => site.serve(request, response), port);
console.log(`The API's documentation is at ${running.url}/docs/`);
if (once) await running.stop();
else console.log('Ctrl-C ends it.');
