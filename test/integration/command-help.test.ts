import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { asksForHelp } from '../../lib/command-help.ts';
import { projectFile } from '../../lib/project-file.ts';
import { stages } from '../../lib/stage-configuration.ts';
import { run as runKycCn } from '../../packages/client/cli/command-line.ts';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a file of the project as a process of its own, with nothing on its standard input. */
function runFile(
  file: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<Ended> {
  return new Promise((ended) => {
    const env = { ...process.env, ...environment };
    const child = execFile(process.execPath, [projectFile(file), ...args], { env }, (error, stdout, stderr) =>
      ended({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
    );
    child.stdin?.end();
  });
}

function collector() {
  const chunks: string[] = [];
  const stream = new Writable({
    write: (chunk, _encoding, written) => {
      chunks.push(String(chunk));
      written();
    },
  });
  return { stream, text: () => chunks.join('') };
}

async function kycCn(...args: string[]): Promise<Ended> {
  const [stdout, stderr] = [collector(), collector()];
  const code = await runKycCn(args, {
    stdin: new PassThrough(),
    stdout: stdout.stream,
    stderr: stderr.stream,
    environment: {},
    interrupted: new AbortController().signal,
    interruptedAgain: new AbortController().signal,
  });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

const helped = (text: string): Ended => ({
  code: 0,
  stdout: expect.stringContaining(text) as never,
  stderr: '',
});

describe.each([
  ['local/main.ts', '--sample'],
  ['bench/main.ts', 'npm run bench'],
  ['local/docs.ts', 'npm run docs'],
  ['operations/check.ts', 'npm run check'],
  ['operations/clients.ts', 'npm run clients'],
  ['operations/erase.ts', 'npm run erase'],
  ['operations/token-key.ts', 'npm run token-key'],
  ['operations/redrive.ts', 'npm run redrive'],
  ['operations/webhooks.ts', 'npm run webhooks'],
  ['operations/verify-report.ts', 'npm run verify-report'],
  ['codegen/contract/generate.ts', 'npm run contract'],
  ['test/oracles/main.ts', 'npm run test:oracles'],
])('%s', (file, line) => {
  it('command prints its help on stdout and does nothing else for --help', async () => {
    expect(await runFile(file, ['--help'])).toEqual(helped(line));
  });

  it('command prints an unknown option and its help on stderr', async () => {
    const { code, stdout, stderr } = await runFile(file, ['--nothing']);
    expect(code).toBeGreaterThan(0);
    expect([stdout, stderr]).toEqual(['', expect.stringMatching(/unknown option '--nothing'/i)]);
    expect(stderr).toContain(line);
  });
});

describe.each([
  ['check', '--stage='],
  ['clients', ''],
  ['erase', '--stage='],
  ['token-key', ''],
  ['redrive', '--stage='],
  ['webhooks', ''],
  ['verify-report', '--stage='],
])('operations/%s.ts', (name, argument) => {
  it('operation names the stages of the configuration in its help', async () => {
    const names = ['local', ...Object.keys(stages)].join('|');
    expect(await runFile(`operations/${name}.ts`, ['--help'])).toEqual(helped(`--stage <${names}>`));
  });

  it('operation has no stage written in its source', async () => {
    const source = await readFile(projectFile('operations', `${name}.ts`), 'utf8');
    for (const stage of Object.keys(stages)) expect(source).not.toContain(stage);
  });

  it('operation prints no command without the stage that it works on', async () => {
    const source = await readFile(projectFile('operations', `${name}.ts`), 'utf8');
    const [, usage = ''] = /^const usage = (`[\s\S]*?`);$/m.exec(source) ?? [];
    expect(usage).toContain('npm run');
    const others = source.replace(usage, '').matchAll(/(.{0,21})npm run (?!local)/g);
    for (const [, before] of others) expect(before).toBe('onStage(connection, `');
  });

  it(`operation does nothing for the empty argument "${argument}", which an unset variable leaves`, async () => {
    const { code, stdout, stderr } = await runFile(`operations/${name}.ts`, [argument]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^an argument is empty: is a variable unset\?\n\n/);
  });
});

describe.each([
  ['local/main.ts', 'PORT', '65536'],
  ['local/main.ts', 'KYC_UPSTREAM_LATENCY_MS', 'soon'],
  ['local/docs.ts', 'PORT', 'x'],
])('%s', (file, name, value) => {
  it(`command names the variable ${name} and prints its help on stderr for ${value}`, async () => {
    const { code, stdout, stderr } = await runFile(file, [], { [name]: value });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(new RegExp(`^${name} is not a whole number from 0 to \\d+\n\n`));
  });
});

describe('a command', () => {
  it.each([
    [['--help'], true],
    [['-h'], true],
    [['list', '-h'], true],
    [['--', '-h'], false],
    [['help'], false],
    [[], false],
  ])('command is asked for its help by the arguments %j: %s', (args, asked) => {
    expect(asksForHelp(args)).toBe(asked);
  });

  it('command prints its help beside its other arguments', async () => {
    const stage = ['--stage', 'production', '--help'];
    expect(await runFile('operations/erase.ts', ['3f0c1a52-7d1e-4b8a-9a55-0d2f6c7b9e41', ...stage])).toEqual(
      helped('npm run erase'),
    );
  });

  it('command takes --help after a -- as an argument', async () => {
    const { code, stdout } = await runFile('operations/verify-report.ts', ['--', '--help']);
    expect([code, stdout]).toEqual([1, '']);
  });
});

describe('kyc-cn', () => {
  it.each(['--help', '-h'])(
    "kyc-cn prints its own help and each command's on stdout for %s",
    async (option) => {
      expect(await kycCn(option)).toEqual(helped('kyc-cn verify'));
      expect(await kycCn('verify', option)).toEqual(helped('kyc-cn verify'));
      expect(await kycCn('batch', option)).toEqual(helped('kyc-cn batch'));
      expect(await kycCn('verify', '--name', '张三', option)).toEqual(helped('kyc-cn verify'));
    },
  );

  it.each(['--nothing', 'verify --nothing', 'batch --nothing'])(
    'kyc-cn names an unknown option on stderr: kyc-cn %s',
    async (line) => {
      const { code, stdout, stderr } = await kycCn(...line.split(' '));
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/unknown option '--nothing'/i);
    },
  );

  it('kyc-cn repeats an unknown command only if it is an option', async () => {
    for (const args of [['张三'], ['110101199001011234', '--help'], ['--mobil=13800138000']]) {
      const { code, stdout, stderr } = await kycCn(...args);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).not.toMatch(/张三|110101199001011234|13800138000/);
    }
  });
});
