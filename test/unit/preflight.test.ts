import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectFile } from '../../lib/project-file.ts';

const preflight = projectFile('bin', 'preflight.cjs');
const { scripts } = JSON.parse(readFileSync(projectFile('package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** Runs the check as a script does, in a process that says it is another version of Node. */
function run(version: string, file = preflight) {
  const program = `Object.defineProperty(process.versions, 'node', { value: '${version}' });
    require(${JSON.stringify(file)}); console.log('goes on');`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

const oneLine = (text: string) => expect.stringMatching(new RegExp(`^[^\\n]*${text}[^\\n]*\\n$`));

describe('the check before an npm script', () => {
  it.each(['22.18.0', '22.22.1', '24.2.0', '24.21.0', '25.0.0', '26.0.0'])(
    'preflight lets Node %s continue without output',
    (version) => {
      expect(run(version)).toEqual({ status: 0, stdout: 'goes on\n', stderr: '' });
    },
  );

  it.each(['14.21.3', '20.20.2', '22.17.1', '23.11.0', '24.1.0'])(
    'preflight ends with one sentence that names the fix on Node %s',
    (version) => {
      const stderr = oneLine('npm rebuild node --ignore-scripts=false');
      expect(run(version)).toEqual({ status: 1, stdout: '', stderr });
    },
  );

  it('preflight ends with one sentence if the development dependencies are missing', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'kyc-china-preflight-'));
    try {
      mkdirSync(path.join(folder, 'bin'));
      cpSync(preflight, path.join(folder, 'bin', 'preflight.cjs'));
      const stderr = oneLine('npm ci --include=dev');
      const copy = path.join(folder, 'bin', 'preflight.cjs');
      expect(run('24.21.0', copy)).toEqual({ status: 1, stdout: '', stderr });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each(Object.entries(scripts))('preflight is the first step of npm run %s', (_name, command) => {
    expect(command).toMatch(
      /^(node -r \.\/bin\/preflight\.cjs \S|node bin\/preflight\.cjs && \S|npm run \S)/,
    );
  });
});
