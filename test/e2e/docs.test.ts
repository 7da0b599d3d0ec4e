import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { localClient } from '../../local/seed.ts';
import { apiCalls } from '../../local/support/api-calls.ts';
import { webhookHeaders } from '../../packages/core/webhook/signature.ts';
import { commandsIn } from '../support/docs/blocks.ts';
import { blocksOf, commandsBy, text } from '../support/docs/documentation.ts';
import { type LocalRun, run, startLocalRun } from '../support/docs/local-run.ts';
import { type Rule, ruleOf } from '../support/docs/rules.ts';
import { copyProject } from '../support/project-copy.ts';

const webhookSecret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

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
    const credentials = { 'x-client-id': localClient.clientId, 'x-client-secret': localClient.clientSecret };
    const api = apiCalls(() => local.url, credentials, 50);
    const token = await api.request({ name: '张三', idNumber: '110101199001011234' });
    return (await api.pollToEnd(token)).answer.body.reportMetadata.reportId as string;
  };
  /** Runs `npm run <script>` as npm does, without a process for npm: what its package.json says, and the arguments. */
  const script = async (line: string) => {
    const { scripts } = JSON.parse(await readFile(path.join(copy, 'package.json'), 'utf8'));
    return here(line.replace(/^npm run (\S+)( --)?/, (_line, name) => scripts[name]));
  };

  beforeAll(async () => {
    copy = await copyProject();
    local = await startLocalRun('start', copy);
  });
  afterAll(async () => {
    await local?.stop();
    await rm(copy, { recursive: true, force: true });
  });

  it('documentation in a copy of the project: npm start prints what the README shows', () => {
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

  it('documentation in a copy of the project: each curl gets the documented answer', async () => {
    const [request, poll] = blocksOf('README.md', 'sh').filter(({ text: line }) => line.startsWith('curl'));
    const [token, processing] = blocksOf('README.md', 'json');
    const keys = (json = '') => Object.keys(JSON.parse(json.replace('…', '')));
    const started = JSON.parse((await here(request?.text ?? '')).output);
    expect(Object.keys(started)).toEqual(keys(token?.text));
    // The test person whose provider never answers: her report is still processing, however busy this machine is.
    const slow = JSON.parse((await here((request?.text ?? '').replace('13800138000', '13800138504'))).output);
    const polled = JSON.parse((await here((poll?.text ?? '').replace('<the token>', slow.token))).output);
    expect(Object.keys(polled)).toEqual(keys(processing?.text));
  });

  it.each(commandsBy('running').filter((command) => command.startsWith('npx kyc-cn')))(
    'documentation in a copy of the project: %s runs',
    async (command) => {
      const people =
        'name,idNumber\n张三,110101199001011234\n张三,110101199001010015\n张三,110101199001014040\n';
      await writeFile(path.join(copy, 'people.csv'), people);
      await rm(path.join(copy, 'results.csv'), { force: true });
      const reportId = command.includes('<reportId>') ? await newReport() : '';
      const line = command.replace('<reportId>', reportId);
      const { output } = await here(line, { ...secret, KYC_CN_URL: local.url });
      expect(output).toMatch((ruleOf(command) as Rule & { by: 'running' }).prints);
      if (command.includes('batch'))
        expect((await readFile(path.join(copy, 'results.csv'), 'utf8')).trim().split('\n')).toHaveLength(4);
    },
  );

  it('documentation in a copy of the project: the exported variables apply', async () => {
    const block = shell('packages/client/README.md', 'export KYC_CN_URL');
    const [exports = '', verify = ''] = commandsIn(block.text);
    const { code, output } = await here(`${exports}\n${verify}`, { KYC_CN_CLIENT_SECRET: 'local-secret' });
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('identity.two-factor') });
    const [all = '', again = ''] = commandsIn(
      shell('docs/guides/calling-the-api.md', 'export KYC_CN_CLIENT_ID').text,
    );
    expect((await here(`${all}\n${again} --url ${local.url}`)).code).toBe(0);
  });

  it('documentation in a copy of the project: the commands work on clients, webhooks, executions and reports', async () => {
    const operations = commandsBy('running').filter((command) => command.startsWith('npm run'));
    // As docs/guides/clients.md goes: a client is created before it is changed, and disabled last.
    const order = [
      'clients -- create',
      'clients -- limits',
      'clients -- rotate',
      'webhooks',
      'redrive',
      'run check',
      'verify-report',
      'erase',
      'clients -- disable',
    ];
    const ranked = operations.map((command) => ({
      command,
      rank: order.findIndex((word) => command.includes(word)),
    }));
    expect(ranked.filter(({ rank }) => rank < 0)).toEqual([]);
    const [pdf = ''] = await readdir(path.join(copy, '.local/reports'));
    for (const { command } of ranked.sort((one, other) => one.rank - other.rank)) {
      const reportId = /<(id|reportId)>/.test(command) ? await newReport() : '';
      const line = command
        .replace(/\[--stage sandbox\]/, '')
        .replace(/[[\]]/g, '')
        .replaceAll('<id>', command.includes('--client') ? 'local-client' : reportId)
        .replaceAll('<reportId>', reportId)
        .replace(/kyc-cn-\S+\.pdf|kyc-cn-<report id>\.pdf/, path.join('.local/reports', pdf));
      const { output } = await script(line);
      expect([line, output]).toEqual([
        line,
        expect.stringMatching((ruleOf(command) as Rule & { by: 'running' }).prints),
      ]);
      expect(output).not.toMatch(/^ {2}npm run|Unknown option|no local run/m);
    }
  });

  it.each(commandsBy('asking for credentials'))(
    'documentation in a copy of the project: %s is understood, and stops without credentials',
    async (command) => {
      const line = command
        .replaceAll('<stage>', 'production')
        .replaceAll('<reportId>', '1a926299-f9ad-4ee3-9d55-d45b093b1127')
        .replace('<restored table>', 'restored');
      expect(await script(line)).toEqual({
        code: 1,
        output: expect.stringContaining('there are no AWS credentials'),
      });
    },
  );

  it('documentation in a copy of the project: the examples of packages/client/README.md run', async () => {
    const [verify, find, account, tryIt, receive] = blocksOf('packages/client/README.md', 'ts');
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
    const found = await snippet(
      'find.ts',
      `import { KycClient as Client } from 'kyc-cn';\n${find?.text}\n${call.replace('KycClient(', 'Client(')}
const { token, reportId } = await client.request({ mobile: '13800138000', clientReference: 'order-4711' });
await client.report(token);
await printCase(client, 'order-4711');
console.log(reportId);`,
    );
    expect(found.output).toMatch(/^(\S{36}) completed review\n\[\]\n\1\n$/);
    const accounted = await snippet(
      'account.ts',
      `import { KycClient as Client } from 'kyc-cn';\n${account?.text}\n${call.replace('KycClient(', 'Client(')}
await printUsage(client, new Date().toISOString().slice(0, 7));`,
    );
    expect(accounted.output).toMatch(/^identity\.two-factor \d+ \d+ \d+\.\d{2}$/m);
    expect(accounted.output).toMatch(/^\d+\.\d{2} CNY$/m);
    const tried = await snippet(
      'try.ts',
      `${tryIt?.text}\n${call}\nconsole.log((await tryToVerify(client)).summary.ran.length);`,
    );
    expect(tried.output.trim()).toBe('4');
    const message = { reportMetadata: { reportId: 'r1', status: 'completed' }, summary: { matched: [] } };
    const body = JSON.stringify(message);
    const headers = webhookHeaders({ id: 'msg_1', sentAt: new Date(), body, secrets: [webhookSecret] });
    const received = await snippet(
      'receive.ts',
      `${receive?.text}
for (const body of ${JSON.stringify([body, `${body} `])})
  console.log((await receive(new Request('https://receiver.example/', { method: 'POST', headers: ${JSON.stringify(headers)}, body }))).status);`,
    );
    expect(received.output.trim().split('\n')).toEqual(['r1 []', '204', '400']);
  });

  it('documentation in a copy of the project: a sample runs against a fake of a cloud', async () => {
    const books = /`(tencent's books: .*)`/.exec(await text('docs/guides/local-run.md'))?.[1];
    await local.stop();
    const ended = await run('node local/main.ts --upstream tencent --sample --once', copy, { PORT: '0' });
    expect(ended).toEqual({ code: 0, output: expect.stringContaining(books ?? 'books') });
  });

  it('documentation in a copy of the project: a sub-check is added by docs/guides/adding-a-sub-check.md', async () => {
    const guide = 'docs/guides/adding-a-sub-check.md';
    const [entry] = blocksOf(guide, 'ts');
    const after = /<!-- after: (\S+) -->/.exec(await text(guide))?.[1] ?? '';
    const file = path.join(copy, 'packages/core/sub-checks/catalogue.ts');
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
  });
});
