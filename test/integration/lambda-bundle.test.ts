import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from '@jest/globals';
import { bundleHandler } from '../../lib/lambda-bundle.ts';
import { projectFile } from '../../lib/project-file.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'kyc-china-lambda-bundle-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What a call of AWS and a request of its own have a fresh process load of Node. */
function loadedOfNode(module: string): string[] {
  const script = `
    const { handler } = await import('${pathToFileURL(module).href}');
    console.log(JSON.stringify([await handler(), process.moduleLoadList]));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script]).toString();
  const [codes, loaded] = JSON.parse(output);
  // Both were really sent, to a closed port.
  expect(codes).toEqual(['ECONNREFUSED', 'ECONNREFUSED']);
  return loaded;
}

it('bundle loads no WebSocket with the HTTP client, as an import of node:http does', () => {
  const source = path.join(directory, 'handler.mjs');
  const sdk = projectFile('node_modules', '@aws-sdk', 'client-dynamodb');
  writeFileSync(
    source,
    `import { request } from 'node:https';
    import { DynamoDBClient, ListTablesCommand } from '${sdk}';
    const settings = {
      region: 'ap-east-1', endpoint: 'http://127.0.0.1:9', maxAttempts: 1,
      credentials: { accessKeyId: 'made-up', secretAccessKey: 'made-up' },
    };
    const codeOf = ({ code }) => code;
    export const handler = () => Promise.all([
      new DynamoDBClient(settings).send(new ListTablesCommand({})).catch(codeOf),
      new Promise((done) => request('https://127.0.0.1:9').on('error', done).end()).then(codeOf),
    ]);`,
  );
  bundleHandler(source, path.join(directory, 'out'));

  const loaded = loadedOfNode(path.join(directory, 'out', 'index.mjs'));

  expect(loaded).toContain('NativeModule https');
  expect(loaded).not.toContain('NativeModule internal/deps/undici/undici');
});
