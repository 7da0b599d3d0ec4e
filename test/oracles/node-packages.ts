import { copyFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { mustRun } from './command.ts';
import { homeEnvironment, installed, logFile } from './home.ts';

/**
 * Installs npm packages as a lock file says, without running their install scripts.
 * @param name of the installation.
 * @param source the folder of package.json and package-lock.json.
 * @returns the folder that holds node_modules.
 */
export async function nodePackages(name: string, source: string): Promise<string> {
  const files = ['package.json', 'package-lock.json'];
  const pins = files.map((file) => readFileSync(path.join(source, file), 'utf8'));
  return installed(name, pins, async (empty) => {
    for (const file of files) copyFileSync(path.join(source, file), path.join(empty, file));
    await mustRun('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      folder: empty,
      environment: homeEnvironment,
      log: logFile(`install-${name}`),
    });
  });
}
