import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';

/** A command of the documentation that ended. */
export interface Ended {
  readonly code: number;
  /** What it printed, errors included. */
  readonly output: string;
}

/** A run of the embedded stack, as a user starts it. */
export interface LocalRun {
  readonly url: string;
  /** All that it has printed. */
  output(): string;
  stop(): Promise<void>;
}

/** Hides the credentials and profile of the user who runs the tests, and those of an AWS machine. */
function environment(additional: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(AWS|KYC_CN)_/.test(name));
  return {
    ...Object.fromEntries(kept),
    HOME: '/nonexistent',
    AWS_EC2_METADATA_DISABLED: 'true',
    npm_config_cache: process.env.npm_config_cache ?? `${process.env.HOME}/.npm`,
    ...additional,
  };
}

/** Runs a line of the documentation by the shell. */
export function run(line: string, folder: string, additional?: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((ended) => {
    const options = { cwd: folder, env: environment(additional) };
    const child = execFile('sh', ['-c', line], options, (error, stdout, stderr) =>
      ended({
        code: typeof error?.code === 'number' ? error.code : error ? -1 : 0,
        output: stripVTControlCharacters(`${stdout}${stderr}`),
      }),
    );
    child.stdin?.end();
  });
}

/**
 * Starts the embedded stack by an npm script, and waits until it says that Ctrl-C ends it.
 * @throws Error with all that it printed, when it ends instead.
 */
export async function startLocalRun(script: 'start' | 'local', folder: string): Promise<LocalRun> {
  const child = spawn('npm', ['run', '-s', script], {
    cwd: folder,
    env: environment({ PORT: '0' }),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const gone = once(child, 'close');
  const lines: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => lines.push(text));
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (line.includes('Ctrl-C ends it.')) break;
  }
  child.stdout.resume();
  const url = /serves at (\S+)/.exec(lines.join('\n'))?.[1];
  if (!url || child.exitCode !== null) throw new Error(`npm run ${script} ended:\n${lines.join('\n')}`);
  return {
    url,
    output: () => lines.join('\n'),
    stop: async () => {
      // npm hands the signal on; a run that is through with stopping ends its npm.
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT');
      await gone;
    },
  };
}
