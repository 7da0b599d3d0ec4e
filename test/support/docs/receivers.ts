import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { webhookHeaders } from '../../../packages/core/webhook/signature.ts';

/** A documented receiver that runs as a process of its own. */
export interface Receiver {
  /** @returns the status of its answer. */
  deliver(headers: Readonly<Record<string, string>>, body: string): Promise<number>;
  /** Resolves with the next line that it prints. */
  nextLine(): Promise<string>;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

async function end(child: ChildProcess, gone: Promise<unknown>): Promise<void> {
  // The whole group: `go run` and a shell start what they run as children.
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
    process.kill(-child.pid, 'SIGKILL');
  await gone;
}

/**
 * Starts a receiver by the command that the guide gives for it, and waits until it says that it receives.
 * @param command with `whsec_…` for the secrets and 8080 for the port.
 * @throws Error with all that it wrote, when it ends instead.
 */
export async function startReceiver(
  command: string,
  { folder, secrets, environment }: { folder: string; secrets: string; environment: NodeJS.ProcessEnv },
): Promise<Receiver> {
  const port = await freePort();
  const line = command.replace('whsec_…', secrets).replace('8080', String(port));
  const child = spawn('sh', ['-c', line], {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const gone = once(child, 'close');
  const errors: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`the receiver ended:\n${errors.join('')}`);
    return value;
  };
  try {
    const first = await nextLine();
    if (first !== 'receiving') throw new Error(`the receiver began with: ${first}`);
  } catch (error) {
    await end(child, gone);
    throw error;
  }
  return {
    nextLine,
    deliver: async (headers, body) => {
      const url = `http://127.0.0.1:${port}/kyc`;
      const { status } = await fetch(url, { method: 'POST', headers, body, redirect: 'error' });
      return status;
    },
    stop: () => end(child, gone),
  };
}

/** A delivery, and what a receiver has to answer it. */
export interface TrialDelivery {
  readonly what: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly trusted: boolean;
}

/** Deliveries of every kind that a receiver has to tell apart, signed by the code that signs them in earnest. */
export function trialDeliveries(body: string, ours: string, another: string): TrialDelivery[] {
  const now = Date.now();
  const signed = (id: string, secrets: string[], secondsFromNow = 0, signedBody = body) => ({
    'content-type': 'application/json; charset=utf-8',
    ...webhookHeaders({ id, sentAt: new Date(now + secondsFromNow * 1000), body: signedBody, secrets }),
  });
  const good = signed('msg_1', [ours]);
  const untrusted = (what: string, headers: TrialDelivery['headers'], sent = body) => ({
    what,
    headers,
    body: sent,
    trusted: false,
  });
  const trusted = (what: string, headers: TrialDelivery['headers']) => ({
    what,
    headers,
    body,
    trusted: true,
  });
  return [
    untrusted('a changed body', good, `${body} `),
    untrusted('an earlier id', { ...good, 'webhook-id': 'msg_0' }),
    untrusted('another secret', signed('msg_1', [another])),
    untrusted('an old one', signed('msg_1', [ours], -600)),
    untrusted('one from the future', signed('msg_1', [ours], 600)),
    untrusted('a renewed time', {
      ...signed('msg_1', [ours], -600),
      'webhook-timestamp': good['webhook-timestamp'],
    }),
    untrusted('a time that is no number', { ...good, 'webhook-timestamp': 'now' }),
    untrusted('no signature', { ...good, 'webhook-signature': '' }),
    untrusted('another version of the signature', {
      ...good,
      'webhook-signature': good['webhook-signature'].replace('v1,', 'v2,'),
    }),
    trusted('a signed one', good),
    trusted('the same again', good),
    trusted('one of two signatures, the second', signed('msg_2', [another, ours])),
    trusted('one of two signatures, the first', signed('msg_3', [ours, another])),
  ];
}
