import { parseArgs } from 'node:util';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { tokenLifetimeSeconds } from '@kyc-china/core/report-token';
import { projectFile } from '../lib/project-file.ts';
import { type CommandContext, CommandError, runCommand } from './command-line.ts';
import { rotateTokenKey } from './rotate-token-key.ts';
import { connectToStage, localStage, stageOption } from './stage-connection.ts';

const usage = `Rotates the key that signs tokens. Issued tokens stay valid.

  npm run token-key -- rotate [--compromised] [${stageOption}]

  --compromised   a key has leaked: only the new key is valid, and every issued token ends`;

/**
 * Runs one command.
 * @throws CommandError that says what is wrong with the call.
 */
export async function tokenKey(args: string[], { print, dataDirectory }: CommandContext): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      compromised: { type: 'boolean', default: false },
      stage: { type: 'string', default: localStage },
    },
  });
  if (positionals.join(' ') !== 'rotate') throw new CommandError(usage);
  const stage = await connectToStage(values.stage, dataDirectory);
  const secrets = new SecretsManagerClient(stage.settingsFor('SECRETS_MANAGER'));
  try {
    const { current, previous } = await rotateTokenKey(
      secrets,
      stage.output('TokenKeySecretArn'),
      new Date(),
      values.compromised,
    );
    print(`Every function signs tokens with key ${current.kid} within 5 minutes.`);
    if (values.compromised)
      print(
        'After those 5 minutes, no function accepts another key. A client that repeats a request of the last 24 hours, with the same Idempotency-Key and body, gets a new token for the same report.',
      );
    for (const { kid, retiredAt } of previous) {
      const until = new Date(retiredAt.getTime() + tokenLifetimeSeconds * 1000);
      print(`Key ${kid} still verifies, until ${until.toISOString()}.`);
    }
  } finally {
    secrets.destroy();
  }
}

if (import.meta.main) await runCommand(tokenKey, usage, projectFile('.local'));
