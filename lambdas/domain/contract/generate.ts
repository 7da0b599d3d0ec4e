/**
 * Writes what is generated from the contract's schemas. Run it after a change of them; a unit test notices when it
 * is due.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { generatedFiles } from './generated-files.ts';

for await (const { path, text } of generatedFiles()) {
  const file = new URL(`../../../${path}`, import.meta.url);
  await mkdir(new URL('.', file), { recursive: true });
  await writeFile(file, text);
}
