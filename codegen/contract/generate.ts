import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { generatedFiles } from './generated-files.ts';

const usage = `Writes what is generated from the contract's schemas: validators, documents and types.

  npm run contract

Run it after a change of the schemas. A unit test notices when it is due.
`;

/** Ends the process if its help is asked for, or for any other argument. */
function checkArguments(): void {
  try {
    const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
    if (!values.help) return;
    process.stdout.write(usage);
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
}

checkArguments();
for await (const { path, text } of generatedFiles()) {
  const file = new URL(`../../${path}`, import.meta.url);
  await mkdir(new URL('.', file), { recursive: true });
  await writeFile(file, text);
}
