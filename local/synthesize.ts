import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The files and folders from which the stacks are synthesized. */
const sources = [
  'bin',
  'lib',
  'lambdas',
  'packages',
  'statemachine',
  'console',
  'docs-site',
  'docs/openapi.json',
  'cdk.json',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];

const digestFile = 'sources.sha256';

const hasProcessGroups = process.platform !== 'win32';

function filesUnder(entry: string): string[] {
  if (!existsSync(entry)) return [];
  if (!statSync(entry).isDirectory()) return [entry];
  return readdirSync(entry, { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile())
    .map((found) => path.join(found.parentPath, found.name))
    .sort();
}

function digestOf(projectDirectory: string): string {
  const hash = createHash('sha256');
  for (const source of sources)
    for (const file of filesUnder(path.join(projectDirectory, source))) {
      const content = readFileSync(file);
      hash.update(`${path.relative(projectDirectory, file)}\0${content.length}\0`).update(content);
    }
  return hash.digest('hex');
}

/**
 * Returns a digest of an assembly's sources and templates. The templates count because `cdk ls`, and `cdk diff` or
 * `cdk deploy` of one stack, write to the same folder without bundling the other stacks.
 */
function voucherOf(assemblyDirectory: string, sourcesDigest: string): string {
  const hash = createHash('sha256').update(sourcesDigest);
  for (const file of readdirSync(assemblyDirectory).sort())
    if (file.endsWith('.template.json')) hash.update(readFileSync(path.join(assemblyDirectory, file)));
  return hash.digest('hex');
}

function isCurrent(assemblyDirectory: string, digest: string): boolean {
  const file = path.join(assemblyDirectory, digestFile);
  return existsSync(file) && readFileSync(file, 'utf8') === voucherOf(assemblyDirectory, digest);
}

/** The script of the CDK's command line, as its package declares it. */
function cdkScript(): string {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve('aws-cdk/package.json');
  const { bin } = require(manifest) as { bin: { cdk: string } };
  return path.join(path.dirname(manifest), bin.cdk);
}

async function runCdkSynth(
  projectDirectory: string,
  assemblyDirectory: string,
  signal: AbortSignal,
): Promise<void> {
  // The CDK starts `node` for the app. It must find the Node that runs this process.
  const PATH = [path.dirname(process.execPath), process.env.PATH].join(path.delimiter);
  const cdk = spawn(
    process.execPath,
    [cdkScript(), 'synth', '--quiet', '--no-notices', '-c', 'anyAccount=true', '--output', assemblyDirectory],
    // A process group of its own, where there is such a thing, so that the CDK's children end with it.
    {
      cwd: projectDirectory,
      env: { ...process.env, PATH },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: hasProcessGroups,
    },
  );
  let output = '';
  for (const stream of [cdk.stdout, cdk.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const end = () => {
    if (cdk.pid !== undefined) process.kill(hasProcessGroups ? -cdk.pid : cdk.pid);
  };
  signal.addEventListener('abort', end);
  const code = await new Promise<number | null>((ended, failed) => {
    cdk.once('error', failed);
    cdk.once('close', ended);
  });
  signal.removeEventListener('abort', end);
  signal.throwIfAborted();
  if (code !== 0) throw new Error(`cdk synth failed (exit code ${code}):\n${output.trim()}`);
}

/**
 * Synthesizes the cloud assembly, unless the existing one was built from the same sources.
 * @param options where the project and the assembly are; report takes a line about what is going on; signal
 * ends it.
 * @throws Error with the output of `cdk synth` if it failed; the signal's reason if it was aborted.
 */
export async function synthesize(options: {
  readonly projectDirectory: string;
  readonly assemblyDirectory: string;
  readonly report: (line: string) => void;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { projectDirectory, assemblyDirectory, report, signal } = options;
  const digest = digestOf(projectDirectory);
  if (isCurrent(assemblyDirectory, digest)) return;
  report('Synthesizing the stack: about ten seconds, and only after a change …');
  // An interrupted synthesis leaves a mixture, which no digest may vouch for.
  rmSync(path.join(assemblyDirectory, digestFile), { force: true });
  await runCdkSynth(projectDirectory, assemblyDirectory, signal);
  writeFileSync(path.join(assemblyDirectory, digestFile), voucherOf(assemblyDirectory, digest));
}
