import { projectFile } from '../../lib/project-file.ts';
import { synthesize } from '../../local/synthesize.ts';

/** Before the tests, so that no two of them synthesize into the same folder at once. Quick when nothing changed. */
export default async function setUp(): Promise<void> {
  await synthesize({
    projectDirectory: projectFile(),
    assemblyDirectory: projectFile('cdk.out'),
    report: () => undefined,
    signal: new AbortController().signal,
  });
}
