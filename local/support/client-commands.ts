import { check } from '../../operations/check.ts';
import type { ProviderEndpoints } from '../../operations/check-providers.ts';
import { clients } from '../../operations/clients.ts';
import type { CommandContext } from '../../operations/command-line.ts';
import { erase } from '../../operations/erase.ts';
import { redrive } from '../../operations/redrive.ts';
import { tokenKey } from '../../operations/token-key.ts';
import { verifyReport } from '../../operations/verify-report.ts';
import { webhooks } from '../../operations/webhooks.ts';

/** Runs `npm run clients -- …` against the embedded stack on this data folder. @returns what it printed. */
export function runClient(dataDirectory: string, ...args: string[]): Promise<string> {
  return printed(clients, dataDirectory, args);
}

/** Runs `npm run check -- …` likewise. @param endpoints of providers. */
export function runCheck(dataDirectory: string, endpoints?: ProviderEndpoints): Promise<string> {
  return printed((args, context) => check(args, context, endpoints), dataDirectory, []);
}

/** Runs `npm run token-key -- …` likewise. */
export function runTokenKey(dataDirectory: string, ...args: string[]): Promise<string> {
  return printed(tokenKey, dataDirectory, args);
}

/** Runs `npm run redrive -- …` likewise. */
export function runRedrive(dataDirectory: string, ...args: string[]): Promise<string> {
  return printed(redrive, dataDirectory, args);
}

/** Runs `npm run webhooks -- …` likewise. */
export function runWebhooks(dataDirectory: string, ...args: string[]): Promise<string> {
  return printed(webhooks, dataDirectory, args);
}

/**
 * Runs `npm run erase -- …` likewise. @returns what it printed, parsed.
 * @param untilSettled waits for the functions of a report that was stopped.
 * @param ask answers the command's question; without it, there is no terminal.
 */
export async function runErase(
  dataDirectory: string,
  args: string[],
  untilSettled?: () => Promise<void>,
  ask?: CommandContext['ask'],
  // biome-ignore lint/suspicious/noExplicitAny: what comes back is what the tests look at.
): Promise<any> {
  const command: typeof clients = (eraseArgs, context) =>
    erase(eraseArgs, { ...context, ...(ask && { ask }) }, untilSettled);
  return JSON.parse(await printed(command, dataDirectory, args));
}

/** Runs `npm run verify-report -- …` likewise. */
export function runVerifyReport(dataDirectory: string, ...args: string[]): Promise<string> {
  return printed(verifyReport, dataDirectory, args);
}

async function printed(
  command: (args: string[], context: CommandContext) => Promise<unknown>,
  dataDirectory: string,
  args: string[],
): Promise<string> {
  const lines: string[] = [];
  await command(args, { print: (line) => lines.push(line), dataDirectory });
  return lines.join('\n');
}

/** What a client is handed by `create` and `rotate`, as the headers that it sends. */
export function credentialsIn(output: string): { 'x-client-id': string; 'x-client-secret': string } {
  const value = (name: string) => new RegExp(`^${name} +(\\S+)$`, 'm').exec(output)?.[1] ?? '';
  return { 'x-client-id': value('x-client-id'), 'x-client-secret': value('x-client-secret') };
}
