import { createWriteStream, fstatSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { run } from './command-line.ts';
import { callLoopbackDirectly } from './direct-loopback.ts';

callLoopbackDirectly();

const first = new AbortController();
const second = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => (first.signal.aborted ? second : first).abort());

/** Returns a stream that writes all or fails. Node's own one for a file ignores that a nearly full disk took a part. */
function writableOf(stream: Writable, fd: number): Writable {
  return fstatSync(fd).isFile() ? createWriteStream('', { fd, autoClose: false }) : stream;
}

process.exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: writableOf(process.stdout, 1),
  stderr: writableOf(process.stderr, 2),
  environment: process.env,
  interrupted: first.signal,
  interruptedAgain: second.signal,
});
