import { spawnSync } from 'node:child_process';
import { expect, it } from '@jest/globals';
import { projectFile } from '../../lib/project-file.ts';
import { apiUrlAt } from '../support/api-url.ts';

/** Runs `npm run test:stage -- …` as far as that goes without an account. */
function testStage(...args: string[]): { code: number | null; said: string } {
  const { PATH = '' } = process.env;
  const { status, stderr } = spawnSync(process.execPath, [projectFile('test/stage/main.ts'), ...args], {
    // No file of the machine's, and no instance's metadata service, holds credentials for it.
    env: {
      PATH,
      HOME: '/nonexistent',
      AWS_EC2_METADATA_DISABLED: 'true',
      NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
    },
    encoding: 'utf8',
  });
  return { code: status, said: stderr.trim() };
}

it('test:stage asks for AWS credentials before it tests the sandbox', () => {
  const { code, said } = testStage('--stage', 'sandbox');
  expect([code, said]).toEqual([1, expect.stringContaining('there are no AWS credentials')]);
});

it('test:stage refuses production without --billed, and says what it would cost', () => {
  const { code, said } = testStage('--stage', 'production');
  expect([code, said]).toEqual([1, expect.stringMatching(/each sub-check would be a real, billed call/)]);
  expect(testStage('--stage', 'production', '--billed').said).toContain('there are no AWS credentials');
});

it('test:stage asks for a client when it is given a URL', () => {
  const { code, said } = testStage('--url', 'http://127.0.0.1:9');
  expect([code, said]).toEqual([1, expect.stringContaining('KYC_TARGET_CLIENT_ID')]);
});

it.each([[[]], [['--stage', 'sandbox', '--url', 'http://127.0.0.1:9']]])(
  'test:stage prints its usage for %j',
  (args) => {
    const { code, said } = testStage(...args);
    expect([code, said]).toEqual([1, expect.stringContaining('npm run test:stage -- --url <base>')]);
  },
);

it('test:stage finds an API by its output on AWS, and below the endpoint of an emulator', () => {
  const output = 'https://a1b2c3.execute-api.ap-east-1.amazonaws.com/sandbox/';
  expect(apiUrlAt(output, undefined)).toBe('https://a1b2c3.execute-api.ap-east-1.amazonaws.com/sandbox');
  expect(apiUrlAt(output, 'http://127.0.0.1:4566')).toBe(
    'http://127.0.0.1:4566/restapis/a1b2c3/sandbox/_user_request_',
  );
});
