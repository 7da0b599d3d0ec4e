import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, expect, it } from '@jest/globals';
import { DynamoSubCheckLedger } from '@kyc-china/storage/sub-check-ledger';
import { mockClient } from 'aws-sdk-client-mock';

const dynamo = mockClient(DynamoDBDocumentClient);
afterEach(() => void dynamo.reset());

/** A ledger whose waits take no time. @returns it, and how long it waited each time. */
function impatient() {
  const waits: number[] = [];
  const wait = async (ms: number) => waits.push(ms);
  return {
    waits,
    ledger: new DynamoSubCheckLedger(dynamo as unknown as DynamoDBDocumentClient, 'reports', wait),
  };
}
const answer = { finding: { outcome: 'matched' }, billed: true, provider: 'tencent' } as const;

it('ledger stores a paid answer when the table is back after some seconds', async () => {
  let faults = 5;
  dynamo.on(UpdateCommand).callsFake(() => {
    faults -= 1;
    if (faults >= 0) throw new Error('down');
    return {};
  });
  const { ledger, waits } = impatient();
  await ledger.settle('r', 'identity.two-factor', 'claim', answer);
  expect(waits).toEqual([200, 400, 800, 1600, 3200]);
  const stored = dynamo.commandCalls(UpdateCommand).map((call) => call.args[0].input);
  expect(stored).toHaveLength(6);
  // The same write each time: one whose answer was lost is not stored as another.
  expect(new Set(stored.map((input) => JSON.stringify(input))).size).toBe(1);
});

it('ledger throws when the table does not come back', async () => {
  dynamo.on(UpdateCommand).rejects(new Error('down'));
  await expect(impatient().ledger.settle('r', 'identity.two-factor', 'claim', answer)).rejects.toThrow(
    'down',
  );
});

it('ledger does not retry when another run holds the claim', async () => {
  const lost = Object.assign(new Error('lost'), { name: 'ConditionalCheckFailedException' });
  dynamo.on(UpdateCommand).rejects(lost);
  dynamo.on(GetCommand).resolves({ Item: { claimId: 'another' } });
  const { ledger, waits } = impatient();
  expect(await ledger.settle('r', 'identity.two-factor', 'claim', answer)).toBe('dropped');
  expect(waits).toEqual([]);
});

it('ledger releases a claim when the table is back after some seconds', async () => {
  dynamo.on(GetCommand).resolves({});
  dynamo.on(UpdateCommand).rejectsOnce(new Error('down')).rejectsOnce(new Error('down')).resolves({});
  const { ledger, waits } = impatient();
  await ledger.release('r', 'identity.two-factor', 'claim');
  expect(waits).toEqual([200, 400]);
});
