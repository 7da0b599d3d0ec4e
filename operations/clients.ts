import { parseArgs } from 'node:util';
import { isLive } from '@kyc-china/core/authenticate';
import { defaultKeyId } from '@kyc-china/core/client-keys';
import { standardPolicy } from '@kyc-china/core/decision/standard-policy';
import type { Client, ClientSecret } from '@kyc-china/core/ports';
import { projectFile } from '../lib/project-file.ts';
import {
  authorizationRememberedSeconds,
  defaultPlan,
  type StageConfiguration,
} from '../lib/stage-configuration.ts';
import { ClientAdministration, type Handover, type LimitChanges } from './client-administration.ts';
import { keysOf } from './client-key-administration.ts';
import { clientKeys, handOverKey, keyUsage } from './client-keys.ts';
import { describeLimits, limitChanges, limitOptions } from './client-limits.ts';
import { clientPrices, pricesUsage } from './client-prices.ts';
import { webhookOverlapHours } from './client-secret.ts';
import { clientUsage, usageUsage } from './client-usage.ts';
import { type CommandContext, CommandError, runCommand } from './command-line.ts';
import { readPolicy, testPolicy } from './policy.ts';
import { connectToStage, localStage, stageOptionLine } from './stage-connection.ts';
import { textTable } from './text-table.ts';

/** How many hours a rotated secret stays valid by default. */
const overlapHours = 24;

const usage = `Creates and changes the clients that may call the API.

  npm run clients -- create  <clientId> [--plan ${defaultPlan}]
  npm run clients -- list
  npm run clients -- show    <clientId>
  npm run clients -- disable <clientId>
  npm run clients -- enable  <clientId>
  npm run clients -- limits  <clientId> [--per-day <n|none>] [--per-month <n|none>] [--cost-per-month <amount|none>]
  npm run clients -- rotate  <clientId> [--key <keyId>] [--overlap-hours ${overlapHours}]
  npm run clients -- rotate  <clientId> --webhook [--overlap-hours ${webhookOverlapHours}]
  npm run clients -- rotate  <clientId> [--webhook] --compromised   a secret has leaked: the new one alone is valid
${keyUsage}
${pricesUsage}
${usageUsage}
  npm run clients -- policy  <clientId>              shows the policy that its reports decide by
  npm run clients -- policy  <clientId> <file>       reports that are merged from now on decide by this policy
  npm run clients -- policy  <clientId> --standard   takes it back to the standard policy
  npm run clients -- policy test <file> <report.json>   shows which rules apply to a report: no stage is needed

  ${stageOptionLine}`;

const rememberedFor = `${authorizationRememberedSeconds} seconds`;

function showSecret({ expiresAt }: Pick<ClientSecret, 'expiresAt'>): string {
  return expiresAt ? `valid until ${expiresAt.toISOString()}` : 'valid';
}

const policyName = ({ policy = standardPolicy }: Client) => `${policy.name}@${policy.version}`;

/** Describes a client without its secrets, their hashes and its key. */
function describe(client: Client, { usagePlans }: StageConfiguration, now: Date): string[] {
  const limits = usagePlans[client.plan];
  const numbers = limits && [limits.ratePerSecond, limits.burst, limits.callsPerMonth];
  const [rate, burst, month] = numbers?.map((limit) => limit.toLocaleString('en')) ?? [];
  const plan = limits ? `: calls ${rate} a second, ${burst} at once, ${month} a month` : '';
  return [
    `client     ${client.clientId}`,
    `status     ${client.status}`,
    `plan       ${client.plan}${plan}`,
    `limits     ${describeLimits(client.limits)}`,
    `api key    ${client.apiKeyId}`,
    `keys       ${keysOf(client)
      .filter((key) => isLive(key, now))
      .map(({ name }) => name)
      .join(', ')}`,
    `secrets    ${
      client.secrets
        .filter((secret) => isLive(secret, now))
        .map(showSecret)
        .join('; ') || 'none'
    }`,
    `webhook    ${[{}, ...(client.endingWebhookSecrets ?? [])]
      .filter((secret) => isLive(secret, now))
      .map(showSecret)
      .join('; ')}`,
    `policy     ${policyName(client)}`,
    `created    ${client.createdAt.toISOString()}`,
  ];
}

function tableOf(clients: readonly Client[], now: Date): string[] {
  const rows = clients.map((client) => [
    client.clientId,
    client.status,
    client.plan,
    String(keysOf(client).filter((key) => isLive(key, now)).length),
    client.createdAt.toISOString().slice(0, 10),
  ]);
  return textTable(['CLIENT', 'STATUS', 'PLAN', 'KEYS', 'CREATED'], rows);
}

function handOver({ client, clientSecret }: Handover): string[] {
  return [`x-client-id       ${client.clientId}`, `x-client-secret   ${clientSecret}`];
}

interface Call {
  readonly clients: ClientAdministration;
  readonly configuration: StageConfiguration;
  readonly clientId: string;
  readonly plan: string;
  readonly limits: LimitChanges;
  /** Whether the command concerns the webhook secret. */
  readonly webhook: boolean;
  /** In hours. Undefined: the default of the secret that is rotated. */
  readonly overlap: number | undefined;
  /** The id of a key. */
  readonly key: string;
  /** The file of a policy. */
  readonly file: string | undefined;
  /** Whether the command is about the standard policy. */
  readonly standard: boolean;
}

async function rotateWebhookSecret(
  clients: ClientAdministration,
  clientId: string,
  overlap: number,
): Promise<string[]> {
  const { webhookSecret, endingWebhookSecrets = [] } = await clients.rotateWebhookSecret(clientId, overlap);
  const ends = endingWebhookSecrets.map(({ expiresAt }) => expiresAt.getTime());
  const both =
    ends.length > 0
      ? `Until ${new Date(Math.max(...ends)).toISOString()} every webhook carries a signature for each secret, and either one verifies it.`
      : 'The previous secret no longer signs.';
  return [
    `webhook secret    ${webhookSecret}`,
    '',
    `The new secret signs from now on and is shown this once. ${both}`,
  ];
}

const commands: Record<string, (call: Call) => Promise<string[]>> = {
  create: async ({ clients, configuration, clientId, plan }) => {
    const made = await clients.create(clientId, plan);
    return [
      ...describe(made.client, configuration, new Date()),
      '',
      ...handOver(made),
      `webhook secret    ${made.client.webhookSecret}`,
      '',
      'Hand these to the client over a safe channel: the secrets are shown this once.',
    ];
  },
  list: async ({ clients }) => tableOf(await clients.list(), new Date()),
  show: async ({ clients, configuration, clientId }) =>
    describe(await clients.show(clientId), configuration, new Date()),
  disable: async ({ clients, clientId }) => {
    await clients.setStatus(clientId, 'disabled');
    return [
      `${clientId} is disabled. Its calls are refused within ${rememberedFor}, which is how long an authorization is remembered; usually at once.`,
    ];
  },
  enable: async ({ clients, clientId }) => {
    await clients.setStatus(clientId, 'active');
    return [`${clientId} may call again.`];
  },
  limits: async ({ clients, clientId, limits: changes }) => {
    const change = Object.keys(changes).length > 0;
    const { limits } = change ? await clients.setLimits(clientId, changes) : await clients.show(clientId);
    return [
      `limits     ${describeLimits(limits)}`,
      ...(change
        ? [
            '',
            `They hold within ${rememberedFor}, and count what the client used this UTC day and month before the change too.`,
          ]
        : []),
    ];
  },
  policy: async ({ clients, clientId, file, standard }) => {
    if (file === undefined && !standard) {
      const { policy = standardPolicy } = await clients.show(clientId);
      return [JSON.stringify(policy, undefined, 2)];
    }
    const policy = file === undefined ? undefined : await readPolicy(file);
    const changed = await clients.setPolicy(clientId, policy);
    return [
      `${clientId} has the policy ${policyName(changed)}. It decides the reports that are completed from now on; a report that exists keeps its decision.`,
    ];
  },
  rotate: async ({ clients, clientId, webhook, overlap, key }) => {
    if (webhook) return rotateWebhookSecret(clients, clientId, overlap ?? webhookOverlapHours);
    const rotated = await clients.keys.rotate(clientId, key, overlap ?? overlapHours);
    const ends = rotated.key.secrets.flatMap(({ expiresAt }) => expiresAt?.getTime() ?? []);
    const lastEnd = Math.max(...ends);
    const previous =
      lastEnd > Date.now() + authorizationRememberedSeconds * 1000
        ? `The previous one is valid until ${new Date(lastEnd).toISOString()}.`
        : `No other secret is valid: one that was used lately is refused within ${rememberedFor}.`;
    return [...handOverKey(rotated), '', `The new secret is valid now and shown this once. ${previous}`];
  },
};

/** Returns NaN for text that is not a number. Number() would read an empty text, as of an unset variable, as 0. */
function hoursIn(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

/**
 * Runs one command.
 * @throws CommandError that says what is wrong with the call.
 */
export async function clients(args: string[], context: CommandContext): Promise<void> {
  if (args[0] === 'key') return clientKeys(args, context, usage);
  if (args[0] === 'prices') return clientPrices(args, context, usage);
  if (args[0] === 'usage') return clientUsage(args, context, usage);
  const { print, dataDirectory } = context;
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      stage: { type: 'string', default: localStage },
      plan: { type: 'string' },
      webhook: { type: 'boolean', default: false },
      key: { type: 'string' },
      'overlap-hours': { type: 'string' },
      compromised: { type: 'boolean', default: false },
      standard: { type: 'boolean', default: false },
      ...limitOptions,
    },
  });
  const [name = '', clientId = '', ...rest] = positionals;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  const { plan, webhook, standard, compromised, key, 'overlap-hours': hours, ...others } = values;
  const limits = limitChanges({
    'per-day': others['per-day'],
    'per-month': others['per-month'],
    'cost-per-month': others['cost-per-month'],
  });
  const [file, ...surplus] = rest;
  // A client may be called test: its policy is set with one file, a policy is tested with two.
  if (name === 'policy' && clientId === 'test' && file !== undefined && surplus.length === 1 && !standard) {
    for (const line of await testPolicy(file, surplus[0] as string)) print(line);
    return;
  }
  // An option that is silently ignored looks as if it worked.
  const isMisplaced =
    (plan !== undefined && name !== 'create') ||
    (Object.keys(limits).length > 0 && name !== 'limits') ||
    ((webhook || compromised || hours !== undefined || key !== undefined) && name !== 'rotate') ||
    (compromised && hours !== undefined) ||
    (webhook && key !== undefined) ||
    ((standard || file !== undefined) && name !== 'policy') ||
    (standard && file !== undefined);
  if (!command || isMisplaced || surplus.length > 0 || (name === 'list') !== (clientId === ''))
    throw new CommandError(usage);
  const stage = await connectToStage(values.stage, dataDirectory);
  const administration = new ClientAdministration(stage);
  try {
    const { configuration } = stage;
    // A secret that has leaked ends now.
    const overlap = hours === undefined ? (compromised ? 0 : undefined) : hoursIn(hours);
    const call = {
      clients: administration,
      configuration,
      clientId,
      plan: plan ?? defaultPlan,
      limits,
      webhook,
      overlap,
      key: key ?? defaultKeyId,
      file,
      standard,
    };
    for (const line of await command(call)) print(line);
  } finally {
    administration.close();
  }
}

if (import.meta.main) await runCommand(clients, usage, projectFile('.local'));
