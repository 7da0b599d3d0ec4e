import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { expect, it } from '@jest/globals';
import { invoke, proxyEvent } from '@kyc-china/samples/handler-events';
import { byTheContract } from '../support/contract-table.ts';
import { jpegBase64 } from '../support/images.ts';
import { mockAws } from '../support/mocked-aws.ts';

const { sfn } = mockAws();
const { handler } = await import('../../lambdas/initiate/handler.ts');

const everything = {
  name: '张三',
  idNumber: '110101199001011234',
  idIssueDate: '20180501',
  idExpiryDate: '长期',
  facePhoto: jpegBase64,
  mobile: '13800138000',
  bankCardNumber: '6222021234567890123',
  addressesToVerify: [{ type: 'common', city: '北京', address: '建国路88号' }],
  callbackUrl: 'https://example.com/hook',
};
const fields = Object.keys(everything);

it("initiate runs the contract's sub-checks for each of the 512 combinations of fields, or explains itself", async () => {
  expect(fields).toHaveLength(9);
  let refused = 0;
  for (let bits = 0; bits < 2 ** fields.length; bits += 1) {
    const sent = new Set(fields.filter((_, index) => bits & (1 << index)));
    const body = Object.fromEntries(Object.entries(everything).filter(([field]) => sent.has(field)));
    const expected = byTheContract(sent);
    sfn.resetHistory();
    const answer = await invoke(handler, proxyEvent(body));
    const [start] = sfn.commandCalls(StartExecutionCommand);
    if (expected.length === 0) {
      refused += 1;
      expect(answer).toMatchObject({
        status: 400,
        body: { message: expect.stringContaining('no sub-check can run') },
      });
      expect(start).toBeUndefined();
    } else {
      expect(answer.status).toBe(200);
      const { tasks } = JSON.parse(start?.args[0].input.input ?? '');
      expect(tasks.map(({ subCheck }: { subCheck: string }) => subCheck).sort()).toEqual(
        [...expected].sort(),
      );
    }
  }
  expect(refused).toBe(128);
});
