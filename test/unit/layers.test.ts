import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { projectFile } from '../../lib/project-file.ts';

/** The folders by what they may import: those of the lines above, and themselves. */
const layers = [
  ['packages/core', 'packages/emulator'],
  ['packages/providers'],
  ['packages/storage', 'packages/vendor-fakes'],
  ['packages/pdf'],
  ['packages/client', 'packages/samples'],
  ['lambdas'],
  ['lib'],
  ['codegen', 'console', 'docs-site', 'operations'],
  ['bin'],
  ['local'],
  ['bench'],
  ['test'],
];
const folders = layers.flat();
const rankOf = (folder: string) => layers.findIndex((layer) => layer.includes(folder));
const folderOf = (file: string) => folders.find((folder) => file.startsWith(`${folder}/`));

/** What kyc-cn does not publish, and the project takes from its source. */
const clientSources = ['packages/client/src/index.ts', 'packages/client/cli/direct-loopback.ts'];

interface Import {
  readonly file: string;
  readonly specifier: string;
  /** The file that it leads to, or the folder for a package's name; undefined for a dependency. */
  readonly target: string | undefined;
}

function* sourceFiles(): Generator<string> {
  for (const folder of folders)
    for (const entry of readdirSync(projectFile(folder), { recursive: true, encoding: 'utf8' }))
      if (/\.(tsx?|[cm]?js)$/.test(entry) && !/(^|\/)(node_modules|dist)\//.test(entry))
        yield path.posix.join(folder, entry);
}

function* importsOf(file: string): Generator<Import> {
  const text = readFileSync(projectFile(file), 'utf8');
  for (const [, specifier = ''] of text.matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/g)) {
    const ofPackage = /^@kyc-china\/([^/]+)\//.exec(specifier)?.[1];
    const relative = specifier.startsWith('.')
      ? path.posix.join(path.posix.dirname(file), specifier)
      : undefined;
    yield { file, specifier, target: ofPackage === undefined ? relative : `packages/${ofPackage}/` };
  }
}

const all = [...sourceFiles()].flatMap((file) => [...importsOf(file)]);
const crossing = all.filter(({ file, target }) => {
  const folder = target === undefined ? undefined : folderOf(target);
  return folder !== undefined && folder !== folderOf(file);
});
const shown = ({ file, specifier }: Import) => `${file}: ${specifier}`;

it('finds the imports between folders', () => {
  expect(crossing.length).toBeGreaterThan(500);
});

it('no import leads up to a higher layer or sideways', () => {
  const wrong = crossing.filter(
    ({ file, target }) => rankOf(folderOf(target ?? '') ?? '') >= rankOf(folderOf(file) ?? ''),
  );
  expect(wrong.map(shown)).toEqual([]);
});

it('product code imports a package by its name', () => {
  const byPath = crossing.filter(
    ({ file, specifier, target = '' }) =>
      !file.startsWith('test/') &&
      specifier.startsWith('.') &&
      target.startsWith('packages/') &&
      !clientSources.includes(target),
  );
  expect(byPath.map(shown)).toEqual([]);
});
