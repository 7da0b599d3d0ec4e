import { parseArgs } from 'node:util';
import { projectFile } from '../lib/project-file.ts';
import { checkApi } from './check-api.ts';
import { checkExecutions } from './check-executions.ts';
import { checkProviders, type ProviderEndpoints } from './check-providers.ts';
import { checkResources } from './check-resources.ts';
import { type CommandContext, CommandError, runCommand } from './command-line.ts';
import { connectToStage, localStage, stageOptionLine } from './stage-connection.ts';
import { textTable } from './text-table.ts';

const usage = `Checks that a stage is ready, without a call about a person: the API's routes, the providers' credentials, the alarms'
subscriptions, stuck executions, expiry and backups of the tables, and the clocks.

  npm run check

  ${stageOptionLine}

Exit codes: 0 nothing failed, 1 a check failed, or the command could not run.`;

/**
 * Runs the command.
 * @param endpoints of providers, for tests.
 * @throws CommandError at the end if a check failed.
 */
export async function check(
  args: string[],
  { print, dataDirectory }: CommandContext,
  endpoints?: ProviderEndpoints,
): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { stage: { type: 'string', default: localStage } },
  });
  if (positionals.length > 0) throw new CommandError(usage);
  const stage = await connectToStage(values.stage, dataDirectory);
  const { results: ofApi, aheadMs = 0 } = await checkApi(stage.output('ApiUrl'));
  const results = [
    ...ofApi,
    ...(await checkProviders(stage, aheadMs, endpoints)),
    await checkExecutions(stage),
    ...(await checkResources(stage)),
  ];
  const rows = results.map(({ status, subject, detail }) => [status, subject, detail]);
  for (const line of textTable(['RESULT', 'CHECK', 'DETAIL'], rows)) print(line);
  const failed = results.filter(({ status }) => status === 'failed').length;
  if (failed > 0) throw new CommandError(`${failed} of ${results.length} checks failed`);
}

if (import.meta.main) await runCommand(check, usage, projectFile('.local'));
