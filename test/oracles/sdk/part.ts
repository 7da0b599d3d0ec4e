import path from 'node:path';
import { projectFile } from '../../../lib/project-file.ts';
import { differencesOf, startVendors } from '../../support/sdk-requests.ts';
import { workFolder } from '../home.ts';
import type { Part } from '../part.ts';
import { pythonEnvironment } from '../python-environment.ts';
import { problemsOf } from './problems.ts';
import { callThroughSdks, type MadeCall, sdkVersions } from './sdk-calls.ts';
import { readVectors } from './vectors.ts';

/** Installs the SDKs. @returns the interpreter that has them. */
export async function sdkPython(): Promise<string> {
  const programs = await pythonEnvironment('sdk', projectFile('test/oracles/sdk/requirements.txt'));
  return path.join(programs, 'python');
}

/** Says whether the ordinary tests compare with what the SDKs of today send. */
function staleVector({ call, request }: MadeCall): string[] {
  const kept = readVectors()[call.id];
  if (!request || !kept) return [`vectors.json lacks it`];
  return differencesOf(request, kept).map((difference) => `vectors.json is out of date: ${difference}`);
}

/** How many calls of each operation were made, as a line. */
function operationsOf(calls: readonly MadeCall[]): string {
  const counts = new Map<string, number>();
  for (const { call } of calls) {
    const operation = `${call.vendor} ${call.action}`;
    counts.set(operation, (counts.get(operation) ?? 0) + 1);
  }
  return [...counts].map(([operation, count]) => `${operation}: ${count}`).join(', ');
}

/** The vendors' official SDKs: each operation that a provider uses, asked of the fake, and beside the adapter's request. */
export const sdk: Part = {
  name: 'sdk',
  proves:
    "that the vendors' official SDKs are served by the fakes, and that the adapters' requests say the same as theirs",
  tools: ['Python 3.11 with venv'],
  run: async ({ show }) => {
    const python = await sdkPython();
    const versions = await sdkVersions(python);
    const vendors = await startVendors();
    try {
      const calls = await callThroughSdks(python, vendors, workFolder('sdk'));
      const failures: string[] = [];
      for (const made of calls) {
        const problems = [...(await problemsOf(vendors, made)), ...staleVector(made)];
        failures.push(...problems.map((problem) => `${made.call.id}: ${problem}`));
      }
      show(
        Object.entries(versions)
          .map(([name, version]) => `${name} ${version}`)
          .join(', '),
      );
      if (failures.length > 0) throw new Error(failures.join('\n'));
      show(`${calls.length} of ${calls.length} calls agree (${operationsOf(calls)})`);
    } finally {
      await vendors.stop();
    }
  },
};
