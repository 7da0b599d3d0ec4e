import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseVerificationRequest } from '@kyc-china/core/contract/parse-request';
import { DynamoClientUsage } from '@kyc-china/storage/client-usage';
import { DynamoIdempotencyStore } from '@kyc-china/storage/idempotency-store';
import fc from 'fast-check';
import { parseStrictJson } from '../../lambdas/shared/strict-json.ts';
import { beginRequest } from '../../packages/core/begin-request.ts';
import { anyRequest } from '../support/contract-arbitraries.ts';
import { type ReportsTable, startReportsTable } from '../support/reports-table.ts';

type Body = Record<string, unknown>;

let table: ReportsTable;
beforeAll(async () => {
  table = await startReportsTable();
});
afterAll(() => table.close());

const tokenKey = { kid: '1', secret: new TextEncoder().encode('1'.repeat(64)) };

/** Begins a request that is written like this. @returns its report's id. */
async function begin(rawBody: string, idempotencyKey: string): Promise<string> {
  const idempotency = new DynamoIdempotencyStore(table.client, table.name);
  const applicants = { prepare: () => undefined };
  const digestKeys = { prepare: () => undefined };
  const usage = new DynamoClientUsage(table.client, table.name);
  const tokenKeyOfRecord = async () => ({ key: tokenKey, verifies: true });
  const { reportId } = await beginRequest(
    { applicants, digestKeys, idempotency, usage, tokenKey, tokenKeyOfRecord, now: () => new Date() },
    {
      clientId: 'c',
      rawBody,
      parsed: parseVerificationRequest(parseStrictJson(rawBody)),
      idempotencyKey,
      limits: {},
      highestCost: 0,
    },
  );
  return reportId;
}

/** A request with an ideograph that has a radical of the same look. */
const request = anyRequest.map(
  ({ name, ...rest }): Body => ({
    ...rest,
    ...(name !== undefined && { name: name.replaceAll('张', '人') }),
  }),
);

const fields = [
  ...['name', 'idNumber', 'idIssueDate', 'idExpiryDate', 'facePhoto', 'mobile', 'bankCardNumber'],
  ...['addressesToVerify', 'callbackUrl', 'clientReference', 'metadata'],
];

const spelling = fc.record({
  order: fc.shuffledSubarray(fields, { minLength: fields.length }),
  absent: fc.constantFrom('left out', null, []),
  dot: fc.constantFrom('·', '•', '‧', '・', '･', '·', ' • '),
  person: fc.constantFrom('人', '⼈'),
  lastDigit: fc.constantFrom('x', 'X'),
  space: fc.constantFrom('', ' ', '　', '\t'),
  composed: fc.constantFrom('NFC', 'NFD'),
  indent: fc.constantFrom(0, 2, '\t'),
  escaped: fc.boolean(),
});
type Spelling = typeof spelling extends fc.Arbitrary<infer S> ? S : never;

/** Writes a field's value in another way that the contract counts as the same. */
function respelledValue(
  field: string,
  value: unknown,
  { dot, person, lastDigit, space, composed }: Spelling,
) {
  // A decomposed text can be too long.
  const text = (words: string) => `${words.length < 20 ? words.normalize(composed) : words}${space}`;
  if (field === 'name')
    return `${space}${String(value).replaceAll('·', dot).replaceAll('人', person)}${space}`;
  if (field === 'idNumber') return String(value).replace(/x$/i, lastDigit);
  if (field === 'addressesToVerify')
    return (value as { type: string; city: string; address: string }[]).map(({ type, city, address }) => ({
      address: text(address),
      city: text(city),
      type,
    }));
  return value;
}

/** Writes a request in another way that the contract counts as the same. */
function respelled(body: Body, how: Spelling): string {
  const written = how.order.flatMap((field): [string, unknown][] => {
    if (body[field] !== undefined) return [[field, respelledValue(field, body[field], how)]];
    return how.absent === 'left out' ? [] : [[field, how.absent]];
  });
  const json = JSON.stringify(Object.fromEntries(written), undefined, how.indent);
  if (!how.escaped) return json;
  return json.replace(/[^\p{ASCII}]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

describe('an idempotency key', () => {
  it('idempotency key finds the same report for every spelling of the same request', async () => {
    await fc.assert(
      fc.asyncProperty(request, spelling, spelling, async (body, one, other) => {
        const key = randomUUID();
        const first = await begin(respelled(body, one), key);
        expect(await begin(respelled(body, other), key)).toBe(first);
      }),
    );
  });

  it('idempotency key gets 409 for a request with any field changed, added or left out, in every spelling', async () => {
    const differing = fc
      .tuple(request, request, fc.constantFrom(...fields))
      .map(([body, donor, field]): [Body, Body] => [body, { ...body, [field]: donor[field] }])
      .filter(
        ([body, changed]) =>
          !isDeepStrictEqual(
            parseVerificationRequest(body),
            parseVerificationRequest(JSON.parse(JSON.stringify(changed))),
          ),
      );
    await fc.assert(
      fc.asyncProperty(differing, spelling, spelling, async ([body, changed], one, other) => {
        const key = randomUUID();
        const first = await begin(respelled(body, one), key);
        await expect(begin(respelled(changed, other), key)).rejects.toMatchObject({ status: 409 });
        expect(await begin(respelled(body, other), key)).toBe(first);
      }),
    );
  });

  it.each([
    ['one day of a date', 'idExpiryDate', '20380501', '20380502'],
    ['one digit of a number', 'mobile', '13800138000', '13800138001'],
    ['an address’s kind', 'addressesToVerify', [{ type: 'work', city: '京', address: '8' }], undefined],
    ['the query of a URL', 'callbackUrl', 'https://example.com/hook', 'https://example.com/hook?a=1'],
  ])('idempotency key gets 409 for a change of %s', async (_what, field, one, other) => {
    const key = randomUUID();
    const body = { name: '人三', idNumber: '110101199001011234' };
    await begin(JSON.stringify({ ...body, [field]: one }), key);
    const changed = begin(JSON.stringify({ ...body, [field]: other }), key);
    await expect(changed).rejects.toMatchObject({ status: 409 });
  });
});
