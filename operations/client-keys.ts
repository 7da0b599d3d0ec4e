import { parseArgs } from 'node:util';
import { type ClientKey, type KeyScope, keyScopes } from '@kyc-china/core/client-keys';
import { networkOf } from '@kyc-china/core/source-networks';
import { authorizationRememberedSeconds } from '../lib/stage-configuration.ts';
import { ClientAdministration } from './client-administration.ts';
import type { KeyHandover, NewKey } from './client-key-administration.ts';
import { type CommandContext, CommandError } from './command-line.ts';
import { connectToStage, localStage } from './stage-connection.ts';
import { textTable } from './text-table.ts';

/** The help of `npm run clients -- key`. */
export const keyUsage = `  npm run clients -- key add     <clientId> --name <name> [--scopes ${keyScopes.join(',')}] [--expires <time>] [--networks <CIDR,…>]
  npm run clients -- key list    <clientId>
  npm run clients -- key remove  <clientId> <keyId>`;

/** The most networks that a key can be bound to. */
const mostNetworks = 20;

function readScopes(text: string | undefined): readonly KeyScope[] {
  if (text === undefined) return keyScopes;
  const named = text.split(',');
  const unknown = named.find((name) => !(keyScopes as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new CommandError(
      `there is no scope ${unknown}: --scopes takes ${keyScopes.join(', ')}, with commas between`,
    );
  return keyScopes.filter((scope) => named.includes(scope));
}

function readNetworks(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const networks = text.split(',').map((part) => {
    const network = networkOf(part);
    if (network === undefined)
      throw new CommandError(
        `${part} is not a network: write it as 192.0.2.0/24 or 2001:db8::/32, without bits beyond the prefix`,
      );
    return network;
  });
  if (networks.length > mostNetworks) throw new CommandError(`a key has at most ${mostNetworks} networks`);
  return [...new Set(networks)];
}

const timeForm = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;

function readExpiry(text: string | undefined, now: Date): Date | undefined {
  if (text === undefined) return undefined;
  const at = new Date(timeForm.test(text) ? text : Number.NaN);
  const dayExists = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  // JavaScript reads February 30 as March 2.
  const isTime = !Number.isNaN(at.getTime()) && dayExists.toISOString().startsWith(text.slice(0, 10));
  if (!isTime)
    throw new CommandError(
      '--expires is a date (its midnight, UTC), or a time such as 2027-03-31T18:00:00+08:00',
    );
  if (at <= now) throw new CommandError('--expires is in the past');
  return at;
}

/** A name appears in lists, so it is short and printable. */
function readName(text: string | undefined): string {
  if (text !== undefined && /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u.test(text)) return text;
  throw new CommandError('--name is 1 to 64 letters, digits, spaces, dots, hyphens and underscores');
}

const rememberedFor = `${authorizationRememberedSeconds} seconds`;

const timeOr = (at: Date | undefined, otherwise: string) => at?.toISOString() ?? otherwise;

function tableOf(keys: readonly ClientKey[]): string[] {
  const rows = keys.map(({ id, name, scopes, networks, expiresAt, createdAt, rotatedAt }) => [
    id,
    name,
    scopes.length === keyScopes.length ? 'all' : scopes.join(','),
    networks?.join(',') ?? 'any',
    timeOr(expiresAt, 'never'),
    createdAt.toISOString().slice(0, 10),
    rotatedAt?.toISOString().slice(0, 10) ?? '-',
  ]);
  return textTable(['KEY', 'NAME', 'SCOPES', 'NETWORKS', 'EXPIRES', 'CREATED', 'ROTATED'], rows);
}

/** Returns the lines that hand over a key: the headers of its calls. */
export function handOverKey({ clientId, key, clientSecret }: KeyHandover): string[] {
  return [
    `key               ${key.id}`,
    `x-client-id       ${clientId}`,
    `x-client-secret   ${clientSecret}`,
  ];
}

interface KeyCall {
  readonly administration: ClientAdministration;
  readonly clientId: string;
  readonly keyId: string;
  /** What `add` adds. */
  readonly newKey?: NewKey;
}

const commands: Record<string, (call: KeyCall) => Promise<string[]>> = {
  add: async ({ administration, clientId, newKey }) => {
    const made = await administration.keys.add(clientId, newKey as NewKey);
    return [
      ...handOverKey(made),
      '',
      `The key ${made.key.name} is valid now. Hand its secret over a safe channel: it is shown this once.`,
    ];
  },
  list: async ({ administration, clientId }) => tableOf(await administration.keys.list(clientId)),
  remove: async ({ administration, clientId, keyId }) => {
    const { name } = await administration.keys.remove(clientId, keyId);
    return [
      `The key ${name} of ${clientId} is removed. Its calls are refused within ${rememberedFor}, which is how long an authorization is remembered.`,
    ];
  },
};

/**
 * Runs `key add`, `key list` or `key remove`.
 * @param usage shown when the arguments do not fit.
 * @throws CommandError that says what is wrong with the call.
 */
export async function clientKeys(
  args: string[],
  { print, dataDirectory }: CommandContext,
  usage: string,
): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      stage: { type: 'string', default: localStage },
      name: { type: 'string' },
      scopes: { type: 'string' },
      networks: { type: 'string' },
      expires: { type: 'string' },
    },
  });
  const [, name = '', clientId = '', keyId = '', ...surplus] = positionals;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  const { stage: stageName, ...rules } = values;
  const isMisplaced = name !== 'add' && Object.values(rules).some((value) => value !== undefined);
  if (
    !command ||
    clientId === '' ||
    (name === 'remove') !== (keyId !== '') ||
    isMisplaced ||
    surplus.length > 0
  )
    throw new CommandError(usage);
  const readNewKey = (): NewKey => {
    const networks = readNetworks(values.networks);
    const expiresAt = readExpiry(values.expires, new Date());
    return {
      name: readName(values.name),
      scopes: readScopes(values.scopes),
      ...(networks && { networks }),
      ...(expiresAt && { expiresAt }),
    };
  };
  // Before the connection: a mistake in an option is not about the stage.
  const newKey = name === 'add' ? readNewKey() : undefined;
  const administration = new ClientAdministration(await connectToStage(stageName, dataDirectory));
  try {
    const call = { administration, clientId, keyId, ...(newKey && { newKey }) };
    for (const line of await command(call)) print(line);
  } finally {
    administration.close();
  }
}
