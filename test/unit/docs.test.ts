import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectFile } from '../../lib/project-file.ts';
import { documents } from '../support/docs/blocks.ts';
import { blocks, commands, commandsBy, text } from '../support/docs/documentation.ts';
import { coverOf, ruleOf } from '../support/docs/rules.ts';
import { synthesizedStacks } from '../support/embedded-stack.ts';

describe('every block and command of the documentation', () => {
  it('documentation has every block and command covered by a test', async () => {
    expect(commands.filter((command) => !ruleOf(command))).toEqual([]);
    const others = blocks.filter(({ language }) => language !== 'sh');
    expect(
      others.filter((block) => !coverOf(block)).map(({ document, line }) => `${document}:${line}`),
    ).toEqual([]);
    const covers = [...others.map(coverOf), ...commands.map(ruleOf)];
    for (const cover of covers)
      if (cover && 'file' in cover)
        expect([cover.file, await text(cover.file)]).toEqual([
          cover.file,
          expect.stringContaining(cover.shows),
        ]);
  });

  it('documentation names only existing npm scripts, and every script', async () => {
    const { scripts } = JSON.parse(await text('package.json'));
    const named = commands.flatMap((command) =>
      [...command.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name),
    );
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
    const contributing = await text('CONTRIBUTING.md');
    for (const name of Object.keys(scripts)) expect(contributing).toContain(`\`${name}\``);
  });

  it.each(commandsBy('the test that it names'))(
    'documentation command %s: the named test exists and reads the variable',
    async (command) => {
      const [, variable, , named = ''] =
        /^(?:([A-Z_]+)=(\S+) )?npm run test:jest -- (\S+)/.exec(command) ?? [];
      const files = await readdir(projectFile('test'), { recursive: true });
      const [file] = files.filter((name) => `test/${name}`.startsWith(named) && name.endsWith('.test.ts'));
      expect(file).toBeDefined();
      if (variable) expect(await text(`test/${file}`)).toContain(variable);
    },
  );

  it.each([...commandsBy('stacks'), ...commandsBy('names in the templates')])(
    'documentation command %s: names a synthesized resource',
    async (command) => {
      const assembly = await synthesizedStacks();
      const templates = (await readdir(assembly)).filter((file) => file.endsWith('.template.json'));
      const stacks = templates.map((file) => file.replace('.template.json', ''));
      // The budget's stack is made where an address is given.
      const made = [...stacks, 'KycChina-budget', 'KycChina-<stage>'];
      for (const [stack] of command.matchAll(/KycChina-[\w<>-]+/g)) expect(made).toContain(stack);
      const production = await readFile(path.join(assembly, 'KycChina-production.template.json'), 'utf8');
      for (const [secret] of command.matchAll(/kyc-china\/\S+/g)) expect(production).toContain(secret);
      for (const [, output = ''] of command.matchAll(/<([A-Z]\w+)>/g)) expect(production).toContain(output);
    },
  );
});

it('documentation names only documents that exist', async () => {
  for (const document of documents()) {
    // Code has brackets of its own.
    const prose = (await text(document)).replace(/^```[\s\S]*?^```/gm, '');
    const targets = [...prose.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)];
    for (const [, target = ''] of targets)
      expect([
        document,
        target,
        existsSync(path.resolve(path.dirname(projectFile(document)), target)),
      ]).toEqual([document, target, true]);
  }
});
