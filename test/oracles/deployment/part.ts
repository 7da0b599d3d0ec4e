import { projectFile } from '../../../lib/project-file.ts';
import { endOf, runCommand } from '../command.ts';
import { logFile } from '../home.ts';
import { MissingTool, type Part } from '../part.ts';

/** The exit code by which test/deployment says that a tool is missing. */
const toolIsMissing = 77;

/** The CDK's own `deploy` against an emulator of AWS that the project did not write. */
export const deployment: Part = {
  name: 'deployment',
  proves: 'that the stacks deploy, serve, update and are destroyed under CloudFormation',
  // The program looks for its tools.
  tools: [],
  run: async ({ show }) => {
    const log = logFile('deployment');
    const { code, output } = await runCommand(process.execPath, [projectFile('test/deployment/main.ts')], {
      log,
      timeoutMs: 30 * 60_000,
    });
    if (code === toolIsMissing) throw new MissingTool(output.trim().split('\n').at(-1));
    const summary = output.split('\n').findLast((line) => /\d+ passed, \d+ failed/.test(line));
    if (code !== 0) throw new Error(`${endOf(output)}\n(all of it: ${log})`);
    if (summary === undefined) throw new Error(`It ended without saying what passed (${log}).`);
    show(summary.trim());
  },
};
