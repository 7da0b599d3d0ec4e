import { readFileSync } from 'node:fs';
import path from 'node:path';
import { mustRun } from './command.ts';
import { homeEnvironment, installed, logFile } from './home.ts';

/**
 * Installs Python packages into a virtual environment of their own.
 * @param name of the environment.
 * @param lockFile a requirements file that pins every package by version and hash.
 * @returns the folder with the programs of the packages.
 */
export async function pythonEnvironment(name: string, lockFile: string): Promise<string> {
  const version = await mustRun('python3', ['--version']);
  const folder = await installed(name, [readFileSync(lockFile, 'utf8'), version], async (empty) => {
    const options = { environment: homeEnvironment, log: logFile(`install-${name}`) };
    await mustRun('python3', ['-m', 'venv', empty], options);
    const pip = ['-m', 'pip', 'install', '--quiet', '--require-hashes', '--requirement', lockFile];
    await mustRun(path.join(empty, 'bin/python'), pip, options);
  });
  return path.join(folder, 'bin');
}
