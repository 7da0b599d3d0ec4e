import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { projectFile } from '../../lib/project-file.ts';

const run = promisify(execFile);
const command = ['local/docs.ts', '--once'];

it('docs command builds the documentation, serves it and prints where', async () => {
  const { stdout } = await run(process.execPath, command, {
    cwd: projectFile(),
    env: { ...process.env, PORT: '0' },
  });
  expect(stdout).toMatch(/^The API's documentation is at http:\/\/127\.0\.0\.1:\d+\/docs\/\n$/);
});

it('docs command prints its usage for other arguments', async () => {
  const failed = run(process.execPath, [...command, '--nothing'], { cwd: projectFile() });
  await expect(failed).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('npm run docs') });
});
