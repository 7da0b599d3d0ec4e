/** Writes the generated parts of docs/providers/alibaba.md. A unit test notices when it is due. */
import { readFile, writeFile } from 'node:fs/promises';
import { withGeneratedParts } from './codes-markdown.ts';

const file = new URL('../../../docs/providers/alibaba.md', import.meta.url);
await writeFile(file, withGeneratedParts(await readFile(file, 'utf8')));
