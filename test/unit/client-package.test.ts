import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { projectFile } from '../../lib/project-file.ts';
import { type BuiltClient, buildClient } from '../support/built-client.ts';

let client: BuiltClient;
beforeAll(async () => {
  client = await buildClient();
});
afterAll(() => client?.remove());

/** TypeScript as it says it in the README. */
async function snippets(): Promise<string[]> {
  const readme = await readFile(projectFile('packages', 'client', 'README.md'), 'utf8');
  return [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code ?? '');
}

/** What the compiler says of a program that has the package installed. */
async function complaints(code: string, options: readonly string[]): Promise<string> {
  const folder = path.join(client.workFolder, 'program');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(path.join(folder, 'program.ts'), code);
  const tsc = projectFile('node_modules', 'typescript', 'bin', 'tsc');
  const strict = [
    '--strict',
    '--noEmit',
    '--target',
    'es2022',
    '--exactOptionalPropertyTypes',
    '--pretty',
    'false',
  ];
  const all = [tsc, ...strict, ...options, path.join(folder, 'program.ts')];
  return promisify(execFile)(process.execPath, all, { cwd: folder }).then(
    () => '',
    ({ stdout }) => stdout,
  );
}

const browser = ['--module', 'esnext', '--moduleResolution', 'bundler', '--lib', 'es2022,dom', '--types', ''];

describe('the published package', () => {
  it('published package holds the files that a user needs and nothing else', async () => {
    const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: client.folder,
    });
    const files: string[] = JSON.parse(stdout)[0].files.map(({ path: file }: { path: string }) => file);
    expect(files.filter((file) => !file.endsWith('.d.ts')).sort()).toEqual([
      'LICENSE',
      'README.md',
      'bin/kyc-cn.js',
      'dist/cli.js',
      'dist/cli.licences.txt',
      'dist/index.js',
      'package.json',
    ]);
    expect(
      JSON.parse(await readFile(path.join(client.folder, 'package.json'), 'utf8')).dependencies,
    ).toBeUndefined();
  });

  it('published package bundles for a browser and for a worker without Node modules', async () => {
    const { outputFiles, metafile } = await build({
      stdin: {
        contents: "import * as kyc from 'kyc-cn'; globalThis.kyc = kyc;",
        resolveDir: client.workFolder,
      },
      bundle: true,
      write: false,
      minify: true,
      metafile: true,
      platform: 'browser',
      format: 'esm',
    });
    const [bundle] = outputFiles ?? [];
    expect(Object.keys(metafile.inputs)).toHaveLength(2);
    expect(bundle?.text).not.toMatch(/\b(Buffer|process|require|global|window|document)\b/);
    expect(bundle?.contents.length).toBeLessThan(15_000);
  });

  it('published package adds nothing to a bundle that uses nothing of it', async () => {
    const { outputFiles } = await build({
      stdin: { contents: "import 'kyc-cn';", resolveDir: client.workFolder },
      bundle: true,
      write: false,
      minify: true,
      format: 'esm',
      logLevel: 'error',
    });
    expect(outputFiles?.[0]?.text).toBe('');
  });

  it('published package can be required, and is found by resolvers that read no exports', async () => {
    const program = "const { KycClient } = require('kyc-cn'); console.log(typeof KycClient)";
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', program], {
      cwd: client.workFolder,
    });
    expect(stdout).toBe('function\n');
    const { main, types, exports } = JSON.parse(
      await readFile(path.join(client.folder, 'package.json'), 'utf8'),
    );
    expect({ main, types }).toEqual({ main: exports['.'].default, types: exports['.'].types });
  });

  it('published package includes the licenses of what its command line bundles', async () => {
    const licences = await readFile(path.join(client.folder, 'dist', 'cli.licences.txt'), 'utf8');
    for (const name of ['ajv', 'csv-parse', 'csv-stringify', 'fastest-levenshtein', 'ipaddr.js'])
      expect(licences).toContain(name);
    expect(licences.match(/Permission is hereby granted/g)).toHaveLength(5);
  });

  it('published package types reports down to a sub-check, and refuses unknown fields', async () => {
    const program = `
      import { KycClient, type Report } from 'kyc-cn';
      declare const report: Report;
      const consistent: boolean | null | undefined = report.identity?.['two-factor']?.consistent;
      const band: string | null | undefined = report.mobile?.['address-verify']?.[0]?.distanceBand;
      const client = new KycClient({ baseUrl: 'https://a.example', clientId: 'a', clientSecret: 'b' });
      void client.verify({ name: '张三', idNumber: '1' });
      export { consistent, band };`;
    expect(await complaints(program, browser)).toBe('');
    expect(await complaints(program.replace("['two-factor']", "['ten-factor']"), browser)).toContain(
      'ten-factor',
    );
    expect(await complaints(program.replace('idNumber:', 'idNo:'), browser)).toContain('idNo');
  });

  it('published package types a webhook as a report or a failure message', async () => {
    const program = `
      import { isFailedReport, verifyWebhook } from 'kyc-cn';
      declare const body: ArrayBuffer;
      const message = await verifyWebhook(body, new Map<string, string>(), 'whsec_');
      const outcome = isFailedReport(message) ? message.code : message.summary.matched;
      const byCode = 'code' in message ? message.message : message.summary.matched;
      export { outcome, byCode };`;
    expect(await complaints(program, browser)).toBe('');
    const unchecked = program.replace('isFailedReport(message) ? message.code : ', '');
    expect(await complaints(unchecked, browser)).toContain("'summary' does not exist on type 'FailedReport'");
    expect(await complaints(program.replace('ArrayBuffer', 'object'), browser)).toContain('RawBody');
  });

  it("published package's README snippets all compile, for browsers and for Node", async () => {
    const all = await snippets();
    expect(all.length).toBeGreaterThanOrEqual(3);
    for (const snippet of all) {
      const node = [
        '--module',
        'nodenext',
        '--types',
        'node',
        '--typeRoots',
        projectFile('node_modules', '@types'),
      ];
      expect(await complaints(snippet, node)).toBe('');
    }
  });
});
