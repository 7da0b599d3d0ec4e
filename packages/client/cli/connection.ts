import { KycClient, type KycClientOptions } from '../src/index.ts';
import { UsageError } from './exit-codes.ts';
import { askHidden, type Terminal } from './terminal.ts';

/** Where the embedded run serves. */
const defaultUrl = 'http://127.0.0.1:3000';

/** Options of every command that calls the API. */
export const connectionOptions = {
  url: { type: 'string' },
  'client-id': { type: 'string' },
  'client-secret': { type: 'string' },
  secret: { type: 'string' },
} as const;

export const connectionUsage = `  --url <url>              the API's address (or KYC_CN_URL; ${defaultUrl} otherwise)
  --client-id <id>         the client's id (or KYC_CN_CLIENT_ID)
  The secret comes from KYC_CN_CLIENT_SECRET, or is asked for. It is not taken as an argument.`;

export interface Connection {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * The API to call, and the client to call it as.
 * @throws UsageError when it is not known, or the secret is among the arguments.
 */
export async function connectionOf(
  options: { readonly [Name in keyof typeof connectionOptions]?: string | undefined },
  terminal: Terminal,
): Promise<Connection> {
  const { environment, stdin } = terminal;
  if (options['client-secret'] !== undefined || options.secret !== undefined)
    throw new UsageError(
      'The secret is not taken as an argument: arguments are kept in the shell’s history and shown to every process. Set KYC_CN_CLIENT_SECRET, or leave it out to be asked. Rotate this one if others use this machine.',
    );
  const url = options.url ?? environment.KYC_CN_URL ?? defaultUrl;
  const clientId = options['client-id'] ?? environment.KYC_CN_CLIENT_ID;
  if (!clientId) throw new UsageError('Say who calls: --client-id, or KYC_CN_CLIENT_ID.');
  const known = environment.KYC_CN_CLIENT_SECRET?.replace(/[\r\n]+$/, '');
  if (known) return { url, clientId, clientSecret: known };
  if (!stdin.isTTY)
    throw new UsageError('KYC_CN_CLIENT_SECRET is not set, and there is no terminal to ask at.');
  const clientSecret = (await askHidden(`Secret of ${clientId}: `, terminal)).trim();
  if (clientSecret === '') throw new UsageError('There is no calling without a secret.');
  return { url, clientId, clientSecret };
}

/** @throws UsageError when no secret can be sent to the address. */
export function connect(
  { url, clientId, clientSecret }: Connection,
  options: Pick<KycClientOptions, 'fetch' | 'timeoutMs' | 'retries'> = {},
): KycClient {
  try {
    return new KycClient({ baseUrl: url, clientId, clientSecret, ...options });
  } catch (error) {
    throw new UsageError(`The API's address cannot be used: ${(error as Error).message}.`);
  }
}
