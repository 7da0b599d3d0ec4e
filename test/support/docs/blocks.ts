import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectFile } from '../../../lib/project-file.ts';

/** A fenced block of a document. */
export interface Block {
  /** The document, from the project's folder on. */
  readonly document: string;
  /** The line of its opening fence, from 1. */
  readonly line: number;
  /** As the fence names it; empty when it names none. */
  readonly language: string;
  readonly text: string;
}

/** A command in running text: a code span that starts as one. */
export interface InlineCommand {
  readonly document: string;
  readonly line: number;
  readonly text: string;
}

const commandStart = /^(?:[A-Z][A-Z0-9_]*=\S+ )*(?:npm|npx|node|aws|curl|git|go|java|python3) \S/;

/** What people read: the documents of the project, without those of its packages. */
export function documents(): string[] {
  const under = (folder: string) =>
    readdirSync(projectFile(folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
      .map((entry) => path.relative(projectFile(), path.join(entry.parentPath, entry.name)));
  const atRoot = readdirSync(projectFile()).filter((name) => name.endsWith('.md'));
  const ofPackages = readdirSync(projectFile('packages')).map((name) =>
    path.join('packages', name, 'README.md'),
  );
  return [...atRoot, ...ofPackages, ...under('docs'), ...under('statemachine')].sort();
}

/** @returns the lines of a block without the indentation of its fence. */
function dedented(lines: readonly string[], indentation: string): string {
  return lines
    .map((line) => (line.startsWith(indentation) ? line.slice(indentation.length) : line))
    .join('\n');
}

/**
 * The fenced blocks and the inline commands of a document.
 * @throws Error when a fence is not closed: what follows would be taken for a block.
 */
export function partsOf(document: string, markdown = readFileSync(projectFile(document), 'utf8')) {
  const blocks: Block[] = [];
  const prose: string[] = [];
  const lines = markdown.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const fence = /^( *)(`{3,}|~{3,})(.*)$/.exec(lines[index] ?? '');
    if (!fence) {
      prose[index] = lines[index] ?? '';
      continue;
    }
    const [, indentation = '', mark = '', info = ''] = fence;
    const end = lines.findIndex((line, at) => at > index && line.trim() === mark);
    if (end < 0) throw new Error(`${document}:${index + 1}: a block that does not end`);
    const text = dedented(lines.slice(index + 1, end), indentation);
    blocks.push({ document, line: index + 1, language: info.trim(), text });
    index = end;
  }
  const inline = prose.flatMap((line, index): InlineCommand[] =>
    [...line.matchAll(/`([^`]+)`/g)]
      .map(([, span = '']) => span)
      .filter((span) => commandStart.test(span))
      .map((text) => ({ document, line: index + 1, text })),
  );
  return { blocks, inline };
}

/** The commands of a shell block: without comments, continued lines joined. */
export function commandsIn(text: string): string[] {
  return text
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.replace(/(^|\s+)#.*$/, '').trim())
    .filter((line) => line !== '');
}
