import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { decodeJwt } from 'jose';
import { stackNameOf } from '../../lib/stage-configuration.ts';
import type { ApiCalls } from '../../local/support/api-calls.ts';
import { answerViolations } from '../support/contract-document.ts';
import { copyAssembly } from './assembly.ts';
import type { Deployment } from './deployment.ts';
import type { Ministack } from './ministack.ts';
import type { Steps } from './steps.ts';

const person = { name: '张三', idNumber: '110101199001011234', mobile: '13800138000' };
const sandbox = stackNameOf('sandbox');
const production = stackNameOf('production');
const reportIdOf = (token: string): string => decodeJwt(token).sub ?? '';

interface Context {
  readonly steps: Steps;
  readonly deployment: Deployment;
  readonly ministack: Ministack;
  readonly assembly: string;
  readonly folder: string;
}

/** Stops an execution of the sandbox's machine. */
async function stopExecution({ deployment, ministack }: Context, name: string): Promise<void> {
  const machine = await deployment.output(sandbox, 'StateMachineArn');
  const sfn = new SFNClient({
    region: 'ap-east-1',
    endpoint: ministack.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const executionArn = `${machine.replace(':stateMachine:', ':execution:')}:${name}`;
  await sfn.send(new StopExecutionCommand({ executionArn }));
  sfn.destroy();
}

/** Runs every operators' command against the sandbox. @param printed what `client -- create` printed. */
export async function tryOperations(context: Context, printed: string): Promise<void> {
  const { steps, deployment, folder } = context;
  const api = await deployment.callsAs(printed, sandbox);
  const pdf = path.join(folder, 'report.pdf');
  let token = '';

  await steps.step('verify-report finds the PDF of a report genuine, and a changed one altered', async () => {
    token = await api.request({ ...person, callbackUrl: 'https://receiver.example/kyc' });
    const { answer } = await api.pollToEnd(token);
    assert.deepEqual([answer.status, answer.body.summary.errored], [200, []]);
    const bytes = new Uint8Array(await (await fetch(answer.body.pdfUrl)).arrayBuffer());
    await writeFile(pdf, bytes);
    assert.match(
      await deployment.command('verify-report', [pdf]),
      new RegExp(`^genuine  ${reportIdOf(token)}`),
    );
    bytes[bytes.length - 2000] = (bytes[bytes.length - 2000] ?? 0) ^ 1;
    await writeFile(`${pdf}.changed`, bytes);
    assert.match(await deployment.command('verify-report', [`${pdf}.changed`], 'sandbox', 2), /^altered/);
  });
  await steps.step('webhooks lists the attempt that failed, and sends it again', async () => {
    const args = ['list', '--report', reportIdOf(token), '--failed'];
    while (!(await deployment.command('webhooks', args)).includes('ENOTFOUND'));
    const resent = await deployment.command('webhooks', ['resend', reportIdOf(token)]);
    assert.match(resent, /-resend-1 sends/);
    assert.match(resent, /npm run webhooks -- list --report \S+ --stage sandbox$/m);
    while (!(await deployment.command('webhooks', args)).includes('resend 1'));
    await stopExecution(context, reportIdOf(token));
    await stopExecution(context, `${reportIdOf(token)}-resend-1`);
  });
  await steps.step('redrive lists a stopped verification, and runs it to its report', async () => {
    const stopped = await api.request(person);
    await stopExecution(context, reportIdOf(stopped));
    assert.match(
      await deployment.command('redrive', ['list']),
      new RegExp(`${reportIdOf(stopped)}  ABORTED`),
    );
    assert.match(await deployment.command('redrive', [reportIdOf(stopped)]), /runs again as .*-redrive-1/);
    assert.equal((await api.pollToEnd(stopped)).answer.status, 200);
  });
  await steps.step('token-key rotates the key, and a token in flight stays valid', async () => {
    assert.match(await deployment.command('token-key', ['rotate']), /still verifies, until/);
    assert.equal((await api.post('/kyc/cn/poll', { token })).status, 200);
  });
  await steps.step('client lists, shows, rotates, disables and enables a client', async () => {
    assert.match(await deployment.command('clients', ['list']), /^deployed-client +active/m);
    assert.match(await deployment.command('clients', ['show', 'deployed-client']), /load-test/);
    const rotated = await deployment.command('clients', ['rotate', 'deployed-client']);
    await deployment.command('clients', ['rotate', 'deployed-client', '--webhook']);
    const renewed = await deployment.callsAs(rotated, sandbox);
    assert.equal((await renewed.post('/kyc/cn/poll', {})).status, 400);
    await deployment.command('clients', ['disable', 'deployed-client']);
    assert.equal((await renewed.post('/kyc/cn/poll', {})).status, 401);
    await deployment.command('clients', ['enable', 'deployed-client']);
    assert.equal((await renewed.post('/kyc/cn/poll', {})).status, 400);
  });
  await steps.step('erase deletes a report with its PDF', async () => {
    const receipt = JSON.parse(await deployment.command('erase', [reportIdOf(token)]));
    assert.deepEqual([receipt.erased.reports, receipt.erased.pdfs], [1, 1]);
    assert.match(await deployment.command('verify-report', [pdf], 'sandbox', 3), /^unknown/);
  });
  await tryUpdate(context, api);
}

/** Deploys a changed setting of the sub-checks' function while a report runs. */
async function tryUpdate({ steps, deployment, assembly }: Context, api: ApiCalls): Promise<void> {
  await steps.step(
    'an update while a report runs ends it with 200 or a stated 502, nothing called twice',
    async () => {
      const changed = await copyAssembly(assembly, sandbox, (resources) => {
        const [id] = Object.keys(resources).filter(
          (name) =>
            /^VerificationWorkflowSubCheck[0-9A-F]{8}$/.test(name) &&
            resources[name]?.Type === 'AWS::Lambda::Function',
        );
        const properties = resources[id ?? '']?.Properties as { MemorySize?: number } | undefined;
        if (!properties?.MemorySize) throw new Error('the template has no sub-check function');
        properties.MemorySize *= 2;
      });
      try {
        const token = await api.request({ ...person, mobile: '13800138529' });
        const running = api.pollToEnd(token);
        assert.match(await deployment.update(sandbox, changed), /UPDATE_COMPLETE/);
        const { answer } = await running;
        assert.deepEqual(answerViolations('/kyc/cn/poll', answer), []);
        if (answer.status === 200) {
          const { summary, reportMetadata } = answer.body;
          assert.ok(reportMetadata.upstreamCalls <= summary.ran.length, 'a sub-check was called twice');
        } else assert.equal(answer.status, 502);
        const { answer: after } = await api.pollToEnd(await api.request(person));
        assert.deepEqual([after.status, after.body.summary.errored], [200, []]);
      } finally {
        await rm(changed, { recursive: true, force: true });
      }
    },
  );
}

/** Verifies a person on production, whose providers have no credentials yet. */
export async function tryProduction({ steps, deployment }: Context): Promise<void> {
  await steps.step(
    'production without credentials ends each sub-check upstream-unavailable, in a complete report',
    async () => {
      const printed = await deployment.command('clients', ['create', 'deployed-client'], 'production');
      const api = await deployment.callsAs(printed, production);
      const { answer } = await api.pollToEnd(await api.request(person));
      assert.deepEqual([answer.status, answerViolations('/kyc/cn/poll', answer)], [200, []]);
      const { ran, errored } = answer.body.summary as {
        ran: string[];
        errored: { check: string; code: string }[];
      };
      assert.ok(ran.length > 0);
      assert.deepEqual(
        errored.map(({ check, code }) => [check, code]).sort(),
        ran.map((check) => [check, 'upstream-unavailable']).sort(),
      );
      assert.equal((await fetch(answer.body.pdfUrl)).status, 200);
    },
  );
}
