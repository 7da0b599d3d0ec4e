import { run } from './command-line.ts';
import { callLoopbackDirectly } from './direct-loopback.ts';

callLoopbackDirectly();

const first = new AbortController();
const second = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => (first.signal.aborted ? second : first).abort());

process.exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  interrupted: first.signal,
  interruptedAgain: second.signal,
});
