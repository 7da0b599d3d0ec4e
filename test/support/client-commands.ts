import { client } from '../../operations/client.ts';
import { tokenKey } from '../../operations/token-key.ts';

/** Runs `npm run client -- …` against the embedded stack on this data folder. @returns what it printed. */
export function runClient(dataDirectory: string, ...args: string[]): Promise<string> {
  return printed(client, dataDirectory, args);
}

/** Runs `npm run token-key -- …` likewise. */
export function runTokenKey(dataDirectory: string, ...args: string[]): Promise<string> {
  return printed(tokenKey, dataDirectory, args);
}

async function printed(command: typeof client, dataDirectory: string, args: string[]): Promise<string> {
  const lines: string[] = [];
  await command(args, { print: (line) => lines.push(line), dataDirectory });
  return lines.join('\n');
}

/** What a client is handed by `create` and `rotate`, as the headers that it sends. */
export function credentialsIn(output: string): { 'x-client-id': string; 'x-client-secret': string } {
  const value = (name: string) => new RegExp(`^${name} +(\\S+)$`, 'm').exec(output)?.[1] ?? '';
  return { 'x-client-id': value('x-client-id'), 'x-client-secret': value('x-client-secret') };
}
