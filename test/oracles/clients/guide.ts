import { readFileSync } from 'node:fs';
import { projectFile } from '../../../lib/project-file.ts';
import { type Block, partsOf } from '../../support/docs/blocks.ts';

const document = 'docs/guides/generated-clients.md';

/** What the guide says of one generator. */
export interface GuideSection {
  /** How the generator is installed, by name and version. */
  readonly installation: string;
  /** How the client is generated, and the program compiled and run. */
  readonly commands: string;
  /** The name of the program's file. */
  readonly file: string;
  readonly program: string;
}

/** @returns the blocks of the guide below a heading of the second level, up to the next one. */
function blocksBelow(heading: string): Block[] {
  const markdown = readFileSync(projectFile(document), 'utf8');
  const lines = markdown.split('\n');
  const start = lines.indexOf(`## ${heading}`);
  if (start < 0) throw new Error(`${document} has no section "${heading}".`);
  const next = lines.findIndex((line, index) => index > start && line.startsWith('## '));
  const end = next < 0 ? lines.length : next;
  return partsOf(document, markdown).blocks.filter(({ line }) => line > start && line <= end);
}

/**
 * Reads a section of docs/guides/generated-clients.md.
 * @throws Error if it does not have its three blocks: installation, commands, program.
 */
export function guideSection(heading: string): GuideSection {
  const [installation, commands, program, ...more] = blocksBelow(heading);
  const file = /^(?:\/\/|#) (\S+)$/m.exec(program?.text ?? '')?.[1];
  if (installation?.language !== 'sh' || commands?.language !== 'sh' || !program || !file || more.length > 0)
    throw new Error(
      `${document}, "${heading}": two sh blocks and a program that names its file are expected.`,
    );
  return { installation: installation.text, commands: commands.text, file, program: `${program.text}\n` };
}

/** @returns what the guide says that every program prints. */
export function documentedOutput(): string[] {
  const [block] = blocksBelow('What all programs need');
  if (block?.language !== '') throw new Error(`${document} does not say what the programs print.`);
  return block.text.trim().split('\n');
}

/**
 * Compares the versions that the guide installs with those that are installed here.
 * @param pins version by package name, from the lock file.
 * @returns a line for each package whose version is another, or that is not installed.
 */
export function versionProblems(installation: string, pins: Readonly<Record<string, string>>): string[] {
  const named = [...installation.matchAll(/(?<=\s)(@?[\w./-]+)(?:@v?|==)(\d[\w.]*)/g)];
  return named
    .filter(
      ([, name = '', version]) =>
        !Object.entries(pins).some(
          ([pinned, at]) => at === version && (pinned === name || name.startsWith(`${pinned}/`)),
        ),
    )
    .map(
      ([, name, version]) => `${document} installs ${name} ${version}, which is not what the oracle pins.`,
    );
}
