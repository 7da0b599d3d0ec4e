import { readFileSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectFile } from '../../lib/project-file.ts';
import type { Block } from '../support/docs/blocks.ts';
import { blocksOf } from '../support/docs/documentation.ts';
import { startReceiver, trialDeliveries } from '../support/docs/receivers.ts';
import { isToolchain, toolchainIsHere } from '../support/docs/toolchains.ts';

const webhookSecret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

describe('the receivers of docs/guides/receiving-webhooks.md', () => {
  const guide = 'docs/guides/receiving-webhooks.md';
  const programs = blocksOf(guide);
  const languages = programs.filter(({ language }) => !['sh', 'json'].includes(language));
  const another = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;

  /** Go compiles its library once for all of the tests. */
  let cache: string;
  beforeAll(async () => {
    cache = await mkdtemp(path.join(tmpdir(), 'kyc-china-go-'));
  });
  afterAll(() => rm(cache, { recursive: true, force: true }));

  /** Puts a receiver into a folder of its own, if its language can be run here, and hands over how it is started. */
  async function withReceiverFiles(
    language: string,
    block: Block,
    use: (receiver: { command: string; folder: string; environment: NodeJS.ProcessEnv }) => Promise<void>,
  ): Promise<void> {
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
      const environment = { ...process.env, GOCACHE: cache, GOFLAGS: '-mod=mod', GO111MODULE: 'off' };
      await use({ command, folder, environment });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  it.each(languages.map((block) => [block.language, block] as const))(
    'documented receiver %s accepts what is signed, and nothing else',
    async (language, block: Block) => {
      await withReceiverFiles(language, block, async ({ command, folder, environment }) => {
        const receiver = await startReceiver(command, {
          folder,
          secrets: `${another.slice(0, -2)}A= ${webhookSecret}`,
          environment,
        });
        try {
          const body = JSON.stringify({
            reportMetadata: { reportId: 'r1', status: 'completed' },
            name: '张*',
          });
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
      });
    },
  );

  it('documented receivers start with the raw body', () => {
    const headings = readFileSync(projectFile(guide), 'utf8').match(/^## .*$/gm);
    expect(headings?.[0]).toBe('## First: the raw body');
  });

  it.each(languages.map((block) => [block.language, block] as const))(
    'documented receiver %s does not start without a secret, and names the missing variable',
    async (language, block: Block) => {
      await withReceiverFiles(language, block, async ({ command, folder, environment }) => {
        const started = startReceiver(command, { folder, secrets: '', environment });
        await expect(started).rejects.toThrow(/KYC_WEBHOOK_SECRETS is not set/);
      });
    },
  );
});
