import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { offersOf } from '@kyc-china/providers/providers';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';

/** A stage that serves one sub-check of an axis of two, and little else. */
const routing = {
  providers: { simulator: { timeoutSeconds: 8 } },
  routes: { default: [], 'identity.two-factor': ['simulator'] },
} as const;

let stack: EmbeddedStack;
beforeAll(async () => {
  stack = await startEmbeddedStack({
    SIMULATOR_LATENCY_MS: '0',
    UPSTREAM_ROUTING: JSON.stringify(routing),
    OFFERS: JSON.stringify(offersOf(routing)),
  });
});
afterAll(() => stack?.stop());

const person = {
  name: '张三',
  idNumber: '110101199001011234',
  idIssueDate: '20180501',
  idExpiryDate: '长期',
};

it('verification that one provider serves has the transitions of one sub-check', async () => {
  const { status, body } = await stack.post('/kyc/cn/request', person);
  expect(status).toBe(200);
  const { answer } = await stack.pollToEnd(body.token);
  expect(answer.body.summary).toMatchObject({
    ran: ['identity.two-factor'],
    matched: ['identity.two-factor'],
    errored: [],
    notOffered: ['identity.four-factor', 'risk.fraud', 'risk.criminal'],
  });
  const history = await stack.cloud.executions.history(answer.body.reportMetadata.reportId);
  const entered = history.flatMap((event) =>
    'stateEnteredEventDetails' in event
      ? (event.stateEnteredEventDetails as { readonly name: string }).name
      : [],
  );
  // A report can be read before its execution ends: the states after the aggregation may follow.
  expect(entered.slice(0, 3)).toEqual(['RunSubChecks', 'SubCheck', 'Aggregate']);
  expect(entered.slice(3)).not.toContain('SubCheck');
});

it('request of which nothing is offered is a 400 that names the sub-checks, and stores nothing', async () => {
  // A report may still be settled: its attributes change, and no item comes.
  const keys = async () => (await stack.tableItems()).match(/"(pk|sk|keyId)":{"S":"[^"]*"/g);
  const before = await keys();
  const { status, body } = await stack.post('/kyc/cn/request', { mobile: '13800138000' });
  expect(status).toBe(400);
  expect(body.message).toContain('mobile.attribution, mobile.location-work');
  expect(await keys()).toEqual(before);
});
