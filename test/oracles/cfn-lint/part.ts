import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectFile } from '../../../lib/project-file.ts';
import { endOf, mustRun, runCommand } from '../command.ts';
import { logFile, workFolder } from '../home.ts';
import type { Part } from '../part.ts';
import { pythonEnvironment } from '../python-environment.ts';
import { type Finding, unexplained } from './exceptions.ts';

/** A stack of the cloud assembly. */
interface Stack {
  readonly template: string;
  readonly region: string;
}

/** Synthesizes every stack of the app, the budget's included. @returns the folder of the cloud assembly. */
async function synthesized(): Promise<string> {
  const folder = workFolder('cfn-lint');
  const cdk = projectFile('node_modules/aws-cdk/bin/cdk');
  await mustRun(
    process.execPath,
    [
      cdk,
      'synth',
      '--quiet',
      '--no-notices',
      '--output',
      folder,
      '--context',
      'budgetEmail=budget@example.com',
    ],
    {
      folder: projectFile(),
      // The CDK starts `node`: it has to be the one that runs this.
      environment: { PATH: [path.dirname(process.execPath), process.env.PATH].join(path.delimiter) },
      log: logFile('cfn-lint-synth'),
    },
  );
  return folder;
}

/** @returns the stacks of an assembly, each with the region that it is deployed to. */
function stacksOf(assembly: string): Stack[] {
  const manifest = JSON.parse(readFileSync(path.join(assembly, 'manifest.json'), 'utf8'));
  const artifacts = Object.values(manifest.artifacts) as {
    type: string;
    environment?: string;
    properties?: { templateFile?: string };
  }[];
  return artifacts
    .filter(({ type }) => type === 'aws:cloudformation:stack')
    .map(({ environment = '', properties }) => ({
      template: properties?.templateFile ?? '',
      region: environment.split('/').at(-1) ?? '',
    }));
}

async function lint(programs: string, file: string, region: string): Promise<Finding[]> {
  const args = ['--format', 'json', '--include-checks', 'I', '--regions', region, '--', file];
  const { code, stdout, output } = await runCommand(path.join(programs, 'cfn-lint'), args);
  try {
    return JSON.parse(stdout) as Finding[];
  } catch {
    throw new Error(`cfn-lint ended with ${code}:\n${endOf(output)}`);
  }
}

/** cfn-lint on every synthesized template, with the resource schemas of the stack's own region. */
export const cfnLint: Part = {
  name: 'cfn-lint',
  proves: 'that CloudFormation knows every resource and property of the templates in their region',
  tools: ['Python 3.11 with venv'],
  run: async ({ show }) => {
    const programs = await pythonEnvironment('cfn-lint', path.join(import.meta.dirname, 'requirements.txt'));
    const assembly = await synthesized();
    const stacks = stacksOf(assembly);
    const kinds = ['sandbox', 'production', 'console', 'budget'];
    const absent = kinds.filter((kind) => !stacks.some(({ template }) => template.includes(kind)));
    if (absent.length > 0) throw new Error(`No template was synthesized of: ${absent.join(', ')}.`);
    const all: Finding[] = [];
    for (const { template, region } of stacks) {
      if (!/^[a-z]+-[a-z]+-\d$/.test(region)) throw new Error(`${template} has no region of its own.`);
      const findings = await lint(programs, path.join(assembly, template), region);
      show(`${template} (${region}): ${findings.length} findings before the named exceptions`);
      all.push(...findings);
    }
    const problems = unexplained(all);
    if (problems.length > 0) throw new Error(problems.join('\n'));
  },
};
