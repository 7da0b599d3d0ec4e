import { readFile } from 'node:fs/promises';
import { projectFile } from '../../../lib/project-file.ts';
import { commandsIn, documents, partsOf } from './blocks.ts';
import { type Rule, ruleOf } from './rules.ts';

const parts = documents().map((document) => partsOf(document));
/** Every fenced block of the documentation. */
export const blocks = parts.flatMap((part) => part.blocks);
/** A file of the project. */
export const text = (file: string) => readFile(projectFile(file), 'utf8');
/** A document's blocks, or those in one language. */
export const blocksOf = (document: string, language?: string) =>
  blocks.filter(
    (block) => block.document === document && (language === undefined || block.language === language),
  );

/** What a `$` line of a session starts is a command too. */
const sessions = blocks
  .filter(({ language }) => language === '')
  .flatMap((block) => block.text.split('\n').filter((line) => line.startsWith('$ ')))
  .map((line) => line.slice(2));
const inBlocks = blocks
  .filter(({ language }) => language === 'sh')
  .flatMap((block) => commandsIn(block.text));
const inText = parts.flatMap((part) => part.inline).map((command) => command.text);
/** Every command of the documentation: of sessions, of blocks, of running text. */
export const commands = [...new Set([...sessions, ...inBlocks, ...inText])];
/** The commands that are held to what they say in one way. */
export const commandsBy = (by: Rule['by']) => commands.filter((command) => ruleOf(command)?.by === by);
