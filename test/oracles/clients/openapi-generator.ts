import { readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { mustRun } from '../command.ts';
import { homeEnvironment, installed, logFile, mavenRepository } from '../home.ts';

/** Maven keeps its repository in the oracles' folder. It takes the option from here in every version. */
const environment = { ...homeEnvironment, MAVEN_OPTS: `${mavenRepository}` };

/**
 * Installs openapi-generator by the guide's own Maven command, and puts it into the work folder.
 * @param installation the section's installation; its line that starts with `mvn` is run as it is.
 * @returns what Maven needs in the environment.
 */
export async function openapiGenerator(work: string, installation: string): Promise<Record<string, string>> {
  const command = installation.split('\n').find((line) => line.startsWith('mvn '));
  if (!command) throw new Error('The guide does not say how openapi-generator is installed.');
  const folder = await installed('openapi-generator', [command], async (empty) => {
    const options = { folder: empty, environment, log: logFile('install-openapi-generator') };
    await mustRun('sh', ['-e', '-c', command], options);
  });
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.jar')))
    symlinkSync(path.join(folder, file), path.join(work, file));
  return environment;
}
