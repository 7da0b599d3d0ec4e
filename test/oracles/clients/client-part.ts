import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectFile } from '../../../lib/project-file.ts';
import { type Api, withApi } from '../api.ts';
import { mustRun } from '../command.ts';
import { logFile, workFolder } from '../home.ts';
import type { Part } from '../part.ts';
import type { ToolName } from '../tools.ts';
import { documentedOutput, type GuideSection, guideSection, versionProblems } from './guide.ts';

/** What a generator has on this machine. */
export interface Generator {
  /** For the commands of the guide. */
  readonly environment: Readonly<Record<string, string>>;
  /** The installed version of each package that the guide installs. */
  readonly pins: Readonly<Record<string, string>>;
}

/** A generator and its section of the guide. */
export interface ClientDescription {
  readonly name: string;
  /** The section's heading. */
  readonly heading: string;
  readonly tools: readonly ToolName[];
  /** Installs the generator, and puts into the work folder what the guide's installation leaves there. */
  install(work: string, section: GuideSection): Promise<Generator>;
}

/** The test person of the guide answers after 5 seconds; a machine that stood still for longer sees no 202. */
const attempts = 3;

/** @returns what a program has to print after its `processing` lines, as the API itself says it. */
async function expectedLines({ url, clientId, clientSecret }: Api): Promise<string[]> {
  const headers = {
    'x-client-id': clientId,
    'x-client-secret': clientSecret,
    'content-type': 'application/json',
  };
  const body = JSON.stringify({ name: '李四', idNumber: '110101199001015051', idIssueDate: '20230230' });
  const refused = await fetch(`${url}/kyc/cn/request`, { method: 'POST', headers, body });
  const { errors } = (await refused.json()) as { errors: { field: string; message: string }[] };
  if (refused.status !== 400)
    throw new Error(`The API answered ${refused.status} to a day that does not exist.`);
  return [
    'completed: identity.two-factor',
    ...errors.map(({ field, message }) => `${refused.status}: ${field} ${message}`),
  ];
}

/** Runs the commands of a section. @returns the lines of its output from the first `processing` on. */
async function runSection(commands: string, work: string, environment: Record<string, string>, log: string) {
  const stdout = await mustRun('sh', ['-e', '-c', commands], { folder: work, environment, log });
  const lines = stdout.trim().split('\n');
  const start = lines.findIndex((line) => /^(processing|completed: |400: )/.test(line));
  return start < 0 ? [] : lines.slice(start);
}

/** @returns a part that generates a client, compiles it, and runs the guide's program against the API. */
export function clientPart({ name, heading, tools, install }: ClientDescription): Part {
  return {
    name,
    proves: `that the client of "${heading}" in docs/guides/generated-clients.md compiles and works`,
    tools,
    run: async ({ show }) => {
      const section = guideSection(heading);
      const work = workFolder(name);
      const { environment, pins } = await install(work, section);
      const problems = versionProblems(section.installation, pins);
      if (problems.length > 0) throw new Error(problems.join('\n'));
      copyFileSync(projectFile('docs/openapi.json'), path.join(work, 'openapi.json'));
      writeFileSync(path.join(work, section.file), section.program);
      await withApi(async (api) => {
        const expected = await expectedLines(api);
        const identity = {
          KYC_CN_URL: api.url,
          KYC_CN_CLIENT_ID: api.clientId,
          KYC_CN_CLIENT_SECRET: api.clientSecret,
        };
        for (let attempt = 1; attempt <= attempts; attempt += 1) {
          const log = logFile(name);
          const lines = await runSection(section.commands, work, { ...environment, ...identity }, log);
          const rest = lines.filter((line) => line !== 'processing');
          if (rest.join('\n') !== expected.join('\n'))
            throw new Error(
              `Printed:\n${lines.join('\n')}\nExpected:\n${expected.join('\n')}\n(all of it: ${log})`,
            );
          const documented = documentedOutput().filter((line) => line !== 'processing');
          if (rest.join('\n') !== documented.join('\n'))
            throw new Error(
              `The guide says that it prints:\n${documented.join('\n')}\nbut it is:\n${rest.join('\n')}`,
            );
          if (lines.includes('processing')) {
            for (const line of lines) show(line);
            return;
          }
        }
        throw new Error(`The program saw no 202 in ${attempts} runs.`);
      });
    },
  };
}
