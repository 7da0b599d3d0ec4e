import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectFile } from '../../lib/project-file.ts';

/** The folder that holds all that the oracles install and write. */
export const home = path.resolve(process.env.KYC_ORACLES_HOME || projectFile('.oracles'));

/** Where package managers keep what they download: below `home`, so that nothing of the user's changes. */
export const homeEnvironment = {
  PIP_CACHE_DIR: path.join(home, 'cache/pip'),
  PIP_DISABLE_PIP_VERSION_CHECK: '1',
  npm_config_cache: path.join(home, 'cache/npm'),
  npm_config_update_notifier: 'false',
  GOPATH: path.join(home, 'go'),
  GOBIN: path.join(home, 'go/bin'),
  GOCACHE: path.join(home, 'cache/go-build'),
  GOMODCACHE: path.join(home, 'cache/go-mod'),
  // Go counts its own use in the user's configuration, unless it is elsewhere.
  XDG_CONFIG_HOME: path.join(home, 'configuration'),
  XDG_CACHE_HOME: path.join(home, 'cache/other'),
} as const;

/** The folder of Maven's repository. */
export const mavenFolder = path.join(home, 'cache/maven');

/** The repository for Maven, as its option. */
export const mavenRepository = `-Dmaven.repo.local=${mavenFolder}`;

/** @returns the log of a step, for people who look into a failure. */
export function logFile(name: string): string {
  mkdirSync(path.join(home, 'logs'), { recursive: true });
  return path.join(home, 'logs', `${name}.log`);
}

/** @returns an empty folder for one run of a part. */
export function workFolder(name: string): string {
  const folder = path.join(home, 'work', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * Installs into a folder, unless it holds an installation of the same versions.
 * @param name of the folder.
 * @param pins what decides the versions: the text of lock files, a toolchain's version.
 * @param install gets the empty folder.
 * @returns the folder.
 */
export async function installed(
  name: string,
  pins: readonly string[],
  install: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = path.join(home, 'installed', name);
  const stamp = path.join(folder, 'versions.sha256');
  const digest = createHash('sha256')
    .update(JSON.stringify([folder, ...pins]))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await install(folder);
  // Last: an installation that was interrupted has none.
  writeFileSync(stamp, digest);
  return folder;
}
