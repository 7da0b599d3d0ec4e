import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { run } from '../../packages/client/cli/command-line.ts';
import { connectionOf } from '../../packages/client/cli/connection.ts';
import { type Streams, terminalOf } from '../../packages/client/cli/terminal.ts';

/** A terminal at which somebody types, and all that it shows. */
function terminalWith(environment: Record<string, string>) {
  const shown: string[] = [];
  const screen = new Writable({
    write: (chunk, _encoding, written) => {
      shown.push(String(chunk));
      written();
    },
  });
  const keyboard = Object.assign(new PassThrough(), { isTTY: true });
  const terminal: Streams = {
    stdin: keyboard,
    stdout: screen,
    stderr: screen,
    environment,
    interrupted: new AbortController().signal,
    interruptedAgain: new AbortController().signal,
  };
  return { terminal, keyboard, shown: () => shown.join('') };
}

describe('the secret', () => {
  it('secret prompt appears when no variable has the secret, and does not echo it', async () => {
    const { terminal, keyboard, shown } = terminalWith({ KYC_CN_CLIENT_ID: 'a-client' });
    const connection = connectionOf({}, terminalOf(terminal));
    keyboard.write('a-secrex\u007ft\r');
    await expect(connection).resolves.toEqual({
      url: 'http://127.0.0.1:3000',
      clientId: 'a-client',
      clientSecret: 'a-secret',
    });
    expect(shown()).toBe('Secret of a-client: \n');
  });

  it('secret prompt does not appear when the variable has the secret', async () => {
    const { terminal, shown } = terminalWith({
      KYC_CN_CLIENT_SECRET: 'a-secret',
      KYC_CN_URL: 'https://api.example',
    });
    await expect(connectionOf({ 'client-id': 'b-client' }, terminalOf(terminal))).resolves.toEqual({
      url: 'https://api.example',
      clientId: 'b-client',
      clientSecret: 'a-secret',
    });
    expect(shown()).toBe('');
  });

  it('secret prompt ends with 130 on Ctrl-C, and with 2 on an empty line', async () => {
    for (const [typed, code] of [
      ['\u0003', 130],
      ['\r', 2],
    ] as const) {
      const { terminal, keyboard } = terminalWith({ KYC_CN_CLIENT_ID: 'a-client' });
      const ended = run(['verify', '--mobile', '13800138000'], terminal);
      keyboard.write(typed);
      await expect(ended).resolves.toBe(code);
    }
  });
});
