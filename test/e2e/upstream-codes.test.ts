import { afterEach, expect, it } from '@jest/globals';
import type { SubCheckId } from '@kyc-china/core/sub-checks/catalogue';
import { gatewayCodes } from '@kyc-china/providers/alibaba/gateway-codes';
import { operations } from '@kyc-china/providers/alibaba/operations';
import { actions } from '@kyc-china/providers/tencent/actions';
import { documentedApiCodes } from '@kyc-china/providers/tencent/api-codes';
import { startFakeAlibaba } from '@kyc-china/vendor-fakes/alibaba/fake';
import { credentials as alibabaCredentials } from '../../packages/vendor-fakes/alibaba/calls.ts';
import type { InjectedAnswer as AlibabaAnswer } from '../../packages/vendor-fakes/alibaba/products.ts';
import type { InjectedAnswer as TencentAnswer } from '../../packages/vendor-fakes/tencent/faults.ts';
import { type CodeCase, runCodes } from '../support/vendor-codes.ts';
import { startStackOver, startStackOverTencent } from '../support/vendor-stack.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (let stop = stops.pop(); stop; stop = stops.pop()) await stop();
});

/** What is to be answered, once, to the next call of an operation about a person. */
function createPlan<Answer>() {
  const planned = new Map<string, Answer>();
  const keyOf = (person: unknown, operation: string) => `${person} ${operation}`;
  return {
    add: (person: string, operation: string, answer: Answer) => planned.set(keyOf(person, operation), answer),
    take: (person: unknown, operation: string): Answer | undefined => {
      const key = keyOf(person, operation);
      const answer = planned.get(key);
      planned.delete(key);
      return answer;
    },
    left: () => planned.size,
  };
}

/**
 * Returns the first code of each class for each sub-check. The integration tests of the vendors read every code over the
 * wire. What becomes of a class in the function, the state machine and the report is tested here.
 */
function onePerClass<Answer>(cases: readonly CodeCase<Answer>[]): CodeCase<Answer>[] {
  const kindOf = ({ subCheck, verdict }: CodeCase<Answer>) =>
    [subCheck, verdict.class, verdict.class === 'retry' ? verdict.reason : ''].join(' ');
  return [...Map.groupBy(cases, kindOf).values()].flatMap(([first]) => first ?? []);
}

it('a code of each class of Tencent Cloud lands in the report as its table says, without a second call', async () => {
  const served = Object.entries(actions);
  const all = served.flatMap(([id, action]): CodeCase<TencentAnswer>[] => {
    const subCheck = id as SubCheckId;
    const results = Object.entries(action.results).map(([code, { verdict }]) => ({
      ...{ subCheck, code, verdict },
      answer: { result: code },
    }));
    const errors = Object.entries(documentedApiCodes).filter(
      ([code]) => !Object.hasOwn(action.results, code),
    );
    return [
      ...results,
      ...errors.map(([code, { verdict }]) => ({ subCheck, code, verdict, answer: { error: code } })),
    ];
  });
  const { stack, fake, stop } = await startStackOverTencent(1_000_000, { callsPerSecond: 1000 });
  stops.push(stop);
  const plan = createPlan<TencentAnswer>();
  fake.inject((action, parameters) => {
    const answer = plan.take(parameters.Name, action);
    return answer && { at: 'answer', answer };
  });

  const { landed, expected } = await runCodes(stack, onePerClass(all), ({ name }, { subCheck, answer }) =>
    plan.add(name, actions[subCheck]?.name ?? '', answer),
  );

  expect(landed).toEqual(expected);
  expect(plan.left()).toBe(0);
  expectNoSecondCharge(
    fake.calls.map(({ action, parameters, billed }) => ({ what: `${parameters.Name} ${action}`, billed })),
  );
});

it('a code of each class of Alibaba Cloud lands in the report as its table says, without a second call', async () => {
  const served = Object.entries(operations);
  const all = served.flatMap(([id, { codes }]) => {
    return Object.entries({ ...gatewayCodes, ...codes }).map(
      ([code, { verdict }]): CodeCase<AlibabaAnswer> => {
        const subCheck = id as SubCheckId;
        return { subCheck, code, verdict, answer: alibabaAnswer(code) };
      },
    );
  });
  const fake = await startFakeAlibaba(alibabaCredentials);
  stops.push(() => fake.stop());
  const servers = { ports: fake.ports, certificate: fake.ca, credentials: alibabaCredentials };
  const stack = await startStackOver('alibaba', servers, { callsPerSecond: 1000 });
  stops.push(() => stack.stop());
  const plan = createPlan<AlibabaAnswer>();
  const personIn = ({ UserName, InputNumber }: Readonly<Record<string, string>>) => UserName ?? InputNumber;
  fake.injectBy((operation, parameters) => {
    const answer = plan.take(personIn(parameters), operation);
    return answer && { answer };
  });

  const { landed, expected } = await runCodes(
    stack,
    onePerClass(all),
    ({ name, mobile }, { subCheck, answer }) =>
      plan.add(subCheck === 'mobile.attribution' ? mobile : name, operations[subCheck]?.action ?? '', answer),
  );

  expect(landed).toEqual(expected);
  expect(plan.left()).toBe(0);
  expectNoSecondCharge(
    fake.calls.map(({ operation, parameters, billed }) => ({
      what: `${personIn(parameters)} ${operation}`,
      billed,
    })),
  );
});

/** What the fake answers so that the adapter meets a code of its tables. */
function alibabaAnswer(code: string): AlibabaAnswer {
  if (code === 'OK') return {};
  const verdict = Object.fromEntries(new URLSearchParams(code.replaceAll(',', '&')));
  const { BizCode, SubCode, IsConsistent } = verdict;
  if (BizCode !== undefined) return { bizCode: BizCode, ...(SubCode !== undefined && { subCode: SubCode }) };
  if (IsConsistent !== undefined) return { isConsistent: IsConsistent };
  return { code };
}

function expectNoSecondCharge(calls: readonly { what: string; billed: boolean }[]): void {
  const billed = calls.filter((call) => call.billed).map(({ what }) => what);
  expect(billed.length).toBeGreaterThan(0);
  expect(billed.length).toBe(new Set(billed).size);
}
