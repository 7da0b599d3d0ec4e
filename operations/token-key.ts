import { parseArgs } from 'node:util';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { tokenLifetimeSeconds } from '../lambdas/domain/report-token.ts';
import { projectFile } from '../lib/project-file.ts';
import { type CommandContext, CommandError, runCommand } from './command-line.ts';
import { rotateTokenKey } from './rotate-token-key.ts';
import { connectToStage, localStage } from './stage-connection.ts';

const usage = `Rotates the key that tokens are signed with. Tokens in flight stay valid.

  npm run token-key -- rotate [--compromised] [--stage <local|sandbox|production>]

  --compromised   a key has leaked: none but the new one is good, and every token in flight ends`;

/**
 * Runs one command.
 * @throws CommandError saying what is wrong with the call.
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
    print(`Tokens are signed with key ${current.kid}: by every function within 5 minutes.`);
    if (values.compromised)
      print(
        'No other key verifies, in any function, after those 5 minutes. Clients have to send requests anew.',
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
