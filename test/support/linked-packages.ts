import { lstatSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { projectFile } from '../../lib/project-file.ts';

/**
 * Gives a copy of the project the installed packages. A workspace is a relative link there, so that the copy gets its
 * own: a change in the copy's packages/ takes effect.
 */
export function linkPackages(copy: string, folder = 'node_modules'): void {
  mkdirSync(path.join(copy, folder));
  for (const name of readdirSync(projectFile(folder))) {
    const installed = projectFile(folder, name);
    if (name.startsWith('@')) linkPackages(copy, path.join(folder, name));
    else {
      const target = lstatSync(installed).isSymbolicLink() ? readlinkSync(installed) : installed;
      symlinkSync(target, path.join(copy, folder, name));
    }
  }
}
