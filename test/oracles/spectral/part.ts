import path from 'node:path';
import { projectFile } from '../../../lib/project-file.ts';
import { endOf, runCommand } from '../command.ts';
import { nodePackages } from '../node-packages.ts';
import type { Part } from '../part.ts';

/** What Spectral reports, of the fields that are used here. */
interface Finding {
  readonly code: string;
  readonly message: string;
  readonly path: readonly (string | number)[];
  /** 0 error, 1 warning, 2 information, 3 hint. */
  readonly severity: number;
}

/** Spectral, with its whole OpenAPI ruleset: no errors, no warnings, no hints. */
export const spectral: Part = {
  name: 'spectral',
  proves: 'that docs/openapi.json keeps the rules that its readers expect of an OpenAPI file',
  tools: [],
  run: async ({ show }) => {
    const packages = await nodePackages('spectral', path.join(import.meta.dirname, 'packages'));
    const program = path.join(packages, 'node_modules/@stoplight/spectral-cli/dist/index.js');
    const ruleset = projectFile('.spectral.yaml');
    const document = projectFile('docs/openapi.json');
    const args = ['lint', '--quiet', '--format', 'json', '--ruleset', ruleset, document];
    const { code, stdout, output } = await runCommand(process.execPath, [program, ...args]);
    if (code !== 0 && code !== 1) throw new Error(`Spectral ended with ${code}:\n${endOf(output)}`);
    const findings = JSON.parse(stdout) as Finding[];
    show(`${findings.length} findings`);
    if (findings.length > 0)
      throw new Error(
        findings
          .map((one) => `${one.path.join('.')}: ${one.code} (${one.severity}) ${one.message}`)
          .join('\n'),
      );
  },
};
