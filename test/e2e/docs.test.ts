import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { webhookHeaders } from '../../lambdas/webhook/signature.ts';
import { projectFile } from '../../lib/project-file.ts';
import { type Block, commandsIn, documents, partsOf } from '../support/docs/blocks.ts';
import { type LocalRun, run, startLocalRun } from '../support/docs/local-run.ts';
import { startReceiver, trialDeliveries } from '../support/docs/receivers.ts';
import { coverOf, type Rule, ruleOf } from '../support/docs/rules.ts';
import { isToolchain, toolchainIsHere } from '../support/docs/toolchains.ts';
import { synthesizedStacks } from '../support/embedded-stack.ts';
import { copyProject } from '../support/project-copy.ts';

const parts = documents().map((document) => partsOf(document));
const blocks = parts.flatMap((part) => part.blocks);
const text = (file: string) => readFile(projectFile(file), 'utf8');
const blocksOf = (document: string, language?: string) =>
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
const commands = [...new Set([...sessions, ...inBlocks, ...inText])];
const commandsBy = (by: Rule['by']) => commands.filter((command) => ruleOf(command)?.by === by);

describe('every block and command of the documentation', () => {
  it('is covered', async () => {
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

  it('of npm names a script that there is, and every script is told of', async () => {
    const { scripts } = JSON.parse(await text('package.json'));
    const named = commands.flatMap((command) =>
      [...command.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name),
    );
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
    const contributing = await text('CONTRIBUTING.md');
    for (const name of Object.keys(scripts)) expect(contributing).toContain(`\`${name}\``);
  });

  it.each(commandsBy('the test that it names'))(
    '%s: the test is there and reads the variable',
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
    '%s: names what is synthesized',
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

describe('the documentation, done in a copy of the project', () => {
  let copy: string;
  let local: LocalRun;
  const there = (line: string) =>
    line
      .replaceAll('http://127.0.0.1:3000', local.url)
      .replaceAll('<ApiUrl>', local.url)
      .replaceAll('<client>', 'acme');
  const here = (line: string, environment?: NodeJS.ProcessEnv) => run(there(line), copy, environment);
  const shell = (document: string, containing: string) => {
    const block = blocksOf(document, 'sh').find((candidate) => candidate.text.includes(containing));
    if (!block) throw new Error(`${document} has no block with ${containing}`);
    return block;
  };
  const secret = { KYC_CN_CLIENT_ID: 'local-client', KYC_CN_CLIENT_SECRET: 'local-secret' };
  /** A report of the run, other than its sample. */
  const newReport = async () => {
    const { output } = await here(
      'npx kyc-cn verify --json --url http://127.0.0.1:3000 --name 张三 --id 110101199001011234',
      secret,
    );
    return JSON.parse(output).reportMetadata.reportId as string;
  };

  beforeAll(async () => {
    copy = await copyProject();
    local = await startLocalRun('start', copy);
  }, 180_000);
  afterAll(async () => {
    await local?.stop();
    await rm(copy, { recursive: true, force: true });
  });

  it('starts, and prints what the README says', () => {
    const [printed] = blocksOf('README.md', '');
    const alike = (line: string) =>
      line
        .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id')
        .replace(/\d+/g, '0')
        .replace(/\s+/g, ' ')
        .trim();
    const lines = new Set(local.output().split('\n').map(alike));
    const expected =
      printed?.text.split('\n').filter((line) => !/[…[\]{}]/.test(line) && line.trim() !== '') ?? [];
    expect(expected.length).toBeGreaterThan(12);
    for (const line of expected) expect([...lines]).toContain(alike(line));
    expect(local.output()).toContain('signature ok');
    expect(local.output().match(/ {2}[a-z]+\.[a-z-]+.* ms$/gm)).toHaveLength(10);
  });

  it('answers each curl as documented', async () => {
    const [request, poll] = blocksOf('README.md', 'sh').filter(({ text: line }) => line.startsWith('curl'));
    const [token, processing] = blocksOf('README.md', 'json');
    const keys = (json = '') => Object.keys(JSON.parse(json.replace('…', '')));
    const started = JSON.parse((await here(request?.text ?? '')).output);
    expect(Object.keys(started)).toEqual(keys(token?.text));
    const polled = JSON.parse((await here((poll?.text ?? '').replace('<the token>', started.token))).output);
    expect(Object.keys(polled)).toEqual(keys(processing?.text));
  });

  it.each(commandsBy('running').filter((command) => command.startsWith('npx kyc-cn')))(
    '%s',
    async (command) => {
      const people =
        'name,idNumber\n张三,110101199001011234\n张三,110101199001010015\n张三,110101199001014040\n';
      await writeFile(path.join(copy, 'people.csv'), people);
      await rm(path.join(copy, 'results.csv'), { force: true });
      const { output } = await here(command, { ...secret, KYC_CN_URL: local.url });
      expect(output).toMatch((ruleOf(command) as Rule & { by: 'running' }).prints);
      if (command.includes('batch'))
        expect((await readFile(path.join(copy, 'results.csv'), 'utf8')).trim().split('\n')).toHaveLength(4);
    },
  );

  it('takes what the exports set', async () => {
    const block = shell('client/README.md', 'export KYC_CN_URL');
    const [exports = '', verify = ''] = commandsIn(block.text);
    const { code, output } = await here(`${exports}\n${verify}`, { KYC_CN_CLIENT_SECRET: 'local-secret' });
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('identity.two-factor') });
    const [all = '', again = ''] = commandsIn(shell('README.md', 'export KYC_CN_CLIENT_ID').text);
    expect((await here(`${all}\n${again} --url ${local.url}`)).code).toBe(0);
  });

  it('works on clients, webhooks, executions and reports by its commands', async () => {
    const operations = commandsBy('running').filter((command) => command.startsWith('npm run'));
    // As the README goes: a client is made before it is changed, and stopped last.
    const order = [
      'client -- create',
      'client -- rotate',
      'webhooks',
      'redrive',
      'verify-report',
      'erase',
      'client -- disable',
    ];
    const ranked = operations.map((command) => ({
      command,
      rank: order.findIndex((word) => command.includes(word)),
    }));
    expect(ranked.filter(({ rank }) => rank < 0)).toEqual([]);
    const [pdf = ''] = await readdir(path.join(copy, '.local/reports'));
    for (const { command } of ranked.sort((one, other) => one.rank - other.rank)) {
      const reportId = await newReport();
      const line = command
        .replace(/\[--stage sandbox\]/, '')
        .replace(/[[\]]/g, '')
        .replaceAll('<id>', command.includes('--client') ? 'local-client' : reportId)
        .replaceAll('<reportId>', reportId)
        .replace(/kyc-cn-\S+\.pdf|kyc-cn-<report id>\.pdf/, path.join('.local/reports', pdf));
      const { output } = await here(line.replace('npm run', 'npm run -s'));
      expect([line, output]).toEqual([
        line,
        expect.stringMatching((ruleOf(command) as Rule & { by: 'running' }).prints),
      ]);
      expect(output).not.toMatch(/^ {2}npm run|Unknown option|no local run/m);
    }
  }, 180_000);

  it.each(commandsBy('asking for credentials'))(
    '%s: is understood, and stops for want of credentials',
    async (command) => {
      const line = command
        .replace('npm run', 'npm run -s')
        .replaceAll('<stage>', 'production')
        .replaceAll('<reportId>', '1a926299-f9ad-4ee3-9d55-d45b093b1127')
        .replace('<restored table>', 'restored');
      expect(await here(line)).toEqual({
        code: 1,
        output: expect.stringContaining('there are no AWS credentials'),
      });
    },
  );

  it('runs what client/README.md shows', async () => {
    const [verify, tryIt, receive] = blocksOf('client/README.md', 'ts');
    const snippet = async (name: string, source: string) => {
      await writeFile(path.join(copy, name), source);
      return run(`node ${name}`, copy, {
        ...secret,
        KYC_CN_URL: local.url,
        KYC_CN_WEBHOOK_SECRETS: webhookSecret,
      });
    };
    expect((await snippet('verify.ts', verify?.text ?? '')).output).toContain(
      "[ 'identity.two-factor' ]\ntrue",
    );
    const call =
      "const client = new KycClient({ baseUrl: process.env.KYC_CN_URL, clientId: 'local-client', clientSecret: 'local-secret' });";
    const tried = await snippet(
      'try.ts',
      `${tryIt?.text}\n${call}\nconsole.log((await tryToVerify(client)).summary.ran.length);`,
    );
    expect(tried.output.trim()).toBe('4');
    const body = JSON.stringify({ reportMetadata: { reportId: 'r1' } });
    const headers = webhookHeaders({ id: 'msg_1', sentAt: new Date(), body, secrets: [webhookSecret] });
    const received = await snippet(
      'receive.ts',
      `${receive?.text}
for (const body of ${JSON.stringify([body, `${body} `])})
  console.log((await receive(new Request('https://receiver.example/', { method: 'POST', headers: ${JSON.stringify(headers)}, body }))).status);`,
    );
    expect(received.output.trim().split('\n')).toEqual(['r1', '204', '400']);
  });

  it('runs a sample against a fake of a cloud', async () => {
    const books = /`(tencent's books: .*)`/.exec(await text('README.md'))?.[1];
    await local.stop();
    const ended = await run('node local/main.ts --upstream tencent --sample --once', copy, { PORT: '0' });
    expect(ended).toEqual({ code: 0, output: expect.stringContaining(books ?? 'books') });
  }, 120_000);

  it('adds a sub-check as docs/guides/adding-a-sub-check.md says', async () => {
    const guide = 'docs/guides/adding-a-sub-check.md';
    const [entry] = blocksOf(guide, 'ts');
    const after = /<!-- after: (\S+) -->/.exec(await text(guide))?.[1] ?? '';
    const file = path.join(copy, 'lambdas/domain/sub-checks/catalogue.ts');
    const catalogue = await readFile(file, 'utf8');
    const start = catalogue.indexOf(`'${after}': {`);
    const end = catalogue.indexOf('\n  },\n', start) + '\n  },\n'.length;
    expect(start).toBeGreaterThan(0);
    await writeFile(file, `${catalogue.slice(0, end)}${entry?.text}\n${catalogue.slice(end)}`);
    expect((await run('npm run -s contract', copy)).code).toBe(0);
    expect(await readFile(path.join(copy, 'docs/openapi.json'), 'utf8')).toContain('bank.two-factor');
    local = await startLocalRun('local', copy);
    const { token } = JSON.parse((await here(shell(guide, 'curl').text)).output);
    expect(token).toBeDefined();
    const poll = blocksOf('README.md', 'sh').find((block) => block.text.includes('/poll'))?.text ?? '';
    const answer = async (): Promise<{ status?: string; summary?: { matched: string[] } }> => {
      const report = JSON.parse((await here(poll.replace('<the token>', token))).output);
      return report.status === 'processing' ? answer() : report;
    };
    expect((await answer()).summary?.matched).toEqual(['bank.two-factor']);
  }, 180_000);
});

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
          // Each id once, however often it came.
          for (const id of ['msg_1', 'msg_2', 'msg_3'])
            expect(await receiver.nextLine()).toContain(`accepted ${id}`);
        } finally {
          await receiver.stop();
        }
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    120_000,
  );
});

it('names only documents that there are', async () => {
  for (const document of documents()) {
    const targets = [...(await text(document)).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)];
    for (const [, target = ''] of targets)
      expect([
        document,
        target,
        existsSync(path.resolve(path.dirname(projectFile(document)), target)),
      ]).toEqual([document, target, true]);
  }
});
