import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectFile } from '../../lib/project-file.ts';

describe('npm run test:oracles', () => {
  let empty: string;
  beforeAll(async () => {
    empty = await mkdtemp(path.join(tmpdir(), 'kyc-oracles-'));
  });
  afterAll(() => rm(empty, { recursive: true, force: true }));

  /** Runs the oracles on a machine that has no other program than Node. */
  const runOracles = (args: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
    new Promise<{ code: number; output: string }>((ended) =>
      execFile(
        process.execPath,
        [projectFile('test/oracles/main.ts'), ...args],
        { env: { PATH: empty, KYC_ORACLES_HOME: path.join(empty, 'home'), ...environment } },
        (error, stdout, stderr) => ended({ code: Number(error?.code ?? 0), output: stdout + stderr }),
      ),
    );

  it('npm run test:oracles names the missing tool and what stays unproven, and skips the part', async () => {
    const { code, output } = await runOracles(['cfn-lint', 'client-java']);
    expect(output).toContain('missing: Python 3.11 with venv');
    expect(output).toContain('missing: a JDK, 17 or newer, Maven');
    expect(output.match(/unproven: that \S+/g)).toHaveLength(2);
    expect(output.trimEnd().split('\n').at(-1)).toBe('0 passed, 0 failed, 2 skipped');
    expect(code).toBe(0);
  });

  it('npm run test:oracles fails over a missing tool when KYC_REQUIRE_ORACLES is 1', async () => {
    const { code, output } = await runOracles(['cfn-lint'], { KYC_REQUIRE_ORACLES: '1' });
    expect(output.trimEnd().split('\n').at(-1)).toBe('0 passed, 1 failed, 0 skipped');
    expect(code).toBe(1);
  });

  it('npm run test:oracles prints the seed that it was given', async () => {
    expect((await runOracles(['cfn-lint', '--seed', '42'])).output).toContain('the seed is 42');
  });

  it.each([
    ['a part that does not exist', ['swagger'], 'Unknown part: swagger.'],
    ['a seed that is not a number', ['--seed', 'x'], '--seed takes a whole number'],
  ])('npm run test:oracles runs nothing for %s, and prints its usage', async (_, args, message) => {
    const { code, output } = await runOracles(args);
    expect(output).toContain(message);
    expect(output).toContain('KYC_ORACLES_HOME');
    expect(code).toBe(2);
  });
});
