/** Writes what is generated from the description's schema. Run it after a change; a unit test notices when it is due. */
import { writeFile } from 'node:fs/promises';
import { generatedFiles } from './generated-files.ts';

for (const { path, text } of generatedFiles())
  await writeFile(new URL(`../../${path}`, import.meta.url), text);
