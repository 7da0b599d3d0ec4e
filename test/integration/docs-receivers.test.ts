import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectFile } from '../../lib/project-file.ts';
import type { Block } from '../support/docs/blocks.ts';
import { blocksOf } from '../support/docs/documentation.ts';
import { startReceiver, trialDeliveries } from '../support/docs/receivers.ts';
import { isToolchain, toolchainIsHere } from '../support/docs/toolchains.ts';

const webhookSecret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

describe('the receivers of docs/guides/receiving-webhooks.md', () => {
  const guide = 'docs/guides/receiving-webhooks.md';
  const programs = blocksOf(guide);
  const languages = programs.filter(({ language }) => language !== 'sh');
  const another = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;

  it.each(languages.map((block) => [block.language, block] as const))(
    '%s: trusts what is signed, and nothing else',
    async (language, block: Block) => {
      const needs = language === 'python' ? 'python3' : language;
      if (isToolchain(needs) && !(await toolchainIsHere(needs))) return;
      const file = /^(?:\/\/|#) (\S+)/.exec(block.text)?.[1] ?? '';
      const command = programs[programs.indexOf(block) + 1]?.text.trim() ?? '';
      expect(command).toContain(file);
      const folder = await mkdtemp(path.join(tmpdir(), 'kyc-china-receiver-'));
      try {
        await writeFile(path.join(folder, file), block.text);
        await writeFile(path.join(folder, 'package.json'), '{"type":"module"}');
        await symlink(projectFile('node_modules'), path.join(folder, 'node_modules'));
        const environment = {
          ...process.env,
          GOCACHE: path.join(folder, 'go-cache'),
          GOFLAGS: '-mod=mod',
          GO111MODULE: 'off',
        };
        const receiver = await startReceiver(command, {
          folder,
          secrets: `${another.slice(0, -2)}A= ${webhookSecret}`,
          environment,
        });
        try {
          const body = JSON.stringify({ reportMetadata: { reportId: 'r1' }, name: '张*' });
          for (const { what, headers, body: sent, trusted } of trialDeliveries(body, webhookSecret, another))
            expect([what, await receiver.deliver(headers, sent)]).toEqual([what, trusted ? 204 : 400]);
          // Each id once, however often it came; a receiver answers first and prints then, on several threads.
          const lines: string[] = [];
          while (lines.length < 3) lines.push(await receiver.nextLine());
          const ids = lines.map((line) => /^accepted (msg_\d)/.exec(line)?.[1]);
          expect(ids.sort()).toEqual(['msg_1', 'msg_2', 'msg_3']);
        } finally {
          await receiver.stop();
        }
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  );
});
