/** Writes docs/test-persons.md. Run it after a change of the scenarios; a unit test notices when it is due. */
import { writeFile } from 'node:fs/promises';
import { testPersonsMarkdown } from './test-persons-markdown.ts';

await writeFile(new URL('../../docs/test-persons.md', import.meta.url), testPersonsMarkdown());
