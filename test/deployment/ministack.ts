import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, open, readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { projectFile } from '../../lib/project-file.ts';
import { stages } from '../../lib/stage-configuration.ts';

const execute = promisify(execFile);
const version = '1.5.33';
const requirements = [`ministack==${version}`, 'cryptography==50.0.2'];
const { region } = stages.sandbox;

/** A tool that this machine lacks. */
export class MissingTool extends Error {
  override name = 'MissingTool';
}

/**
 * Installs MiniStack into a folder of its own, unless it is there.
 * @returns the path of the Python that runs it.
 * @throws MissingTool saying what this machine lacks.
 */
export async function installMinistack(): Promise<string> {
  const home = path.join(process.env.KYC_ORACLES_HOME ?? projectFile('.oracles'), 'ministack');
  const python = path.join(home, 'bin', 'python');
  const check = `import cryptography, importlib.metadata as m; assert m.version("ministack") == "${version}"`;
  const isInstalled = () =>
    execute(python, ['-c', check]).then(
      () => true,
      () => false,
    );
  if (await isInstalled()) return python;
  await execute('python3', ['-c', 'import sys, venv; assert sys.version_info >= (3, 10)']).catch(() => {
    throw new MissingTool('python3 3.10 or newer, with venv, is not installed');
  });
  await mkdir(path.dirname(home), { recursive: true });
  await execute('python3', ['-m', 'venv', '--clear', home]);
  await execute(python, ['-m', 'pip', 'install', '--quiet', ...requirements]).catch((error: Error) => {
    throw new MissingTool(
      `pip cannot install ${requirements.join(' and ')}: ${error.message.split('\n').at(-2)}`,
    );
  });
  return python;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A MiniStack that runs. */
export interface Ministack {
  readonly endpoint: string;
  /** What commands are given to reach it, and nothing of the account of this machine. */
  readonly environment: NodeJS.ProcessEnv;
  log(): Promise<string>;
  /** Ends it with all that it started, and removes its files. */
  stop(): Promise<void>;
}

/** What makes the AWS SDK and the CDK call the emulator alone. */
function environmentFor(endpoint: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  const programs = [path.dirname(process.execPath), projectFile('node_modules', '.bin'), process.env.PATH];
  return {
    ...Object.fromEntries(kept),
    PATH: programs.join(path.delimiter),
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  };
}

/**
 * Starts MiniStack on a free port, with IAM enforced.
 * @param python of installMinistack.
 * @param waitScale how long Step Functions' waits take, of what they say.
 */
export async function startMinistack(python: string, waitScale = 1): Promise<Ministack> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kyc-china-ministack-'));
  const temporary = path.join(folder, 'tmp');
  await mkdir(temporary);
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const environment = environmentFor(endpoint);
  const logFile = path.join(folder, 'log');
  const log = await open(logFile, 'w');
  const { AWS_ENDPOINT_URL: _none, ...inherited } = environment;
  const child = spawn(python, [path.join(import.meta.dirname, 'launcher.py')], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    env: {
      ...inherited,
      AUTH: 'true',
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      MINISTACK_REGION: region,
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      SFN_WAIT_SCALE: String(waitScale),
      STATE_DIR: path.join(folder, 'state'),
      TMPDIR: temporary,
      // Lambda's runtime has the AWS SDK, which the CDK's own functions load from there.
      NODE_PATH: projectFile('node_modules'),
    },
  });
  await log.close();
  const gone = once(child, 'exit');
  const kill = (signal: NodeJS.Signals | 0) => {
    try {
      return child.pid !== undefined && process.kill(-child.pid, signal);
    } catch {
      return false;
    }
  };
  const endNow = () => {
    kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', endNow);
  const stop = async () => {
    kill('SIGTERM');
    await Promise.race([gone, setTimeout(5000, undefined, { ref: false })]);
    kill('SIGKILL');
    while (kill(0)) await setTimeout(50);
    process.off('exit', endNow);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const isHealthy = () =>
    fetch(`${endpoint}/_ministack/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  const end = Date.now() + 60_000;
  while (!(await isHealthy())) {
    if (child.exitCode !== null || Date.now() > end) {
      const said = await readFile(logFile, 'utf8');
      await stop();
      throw new Error(`MiniStack did not start:\n${said.slice(-2000)}`);
    }
    await setTimeout(100);
  }
  return { endpoint, environment, log: () => readFile(logFile, 'utf8'), stop };
}
