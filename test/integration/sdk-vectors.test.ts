/**
 * Requests that the vendors' official SDKs made (test/oracles/sdk/write-vectors.ts wrote them down): the fakes have to serve
 * them, and the adapters' requests have to say the same. A fake and an adapter by the same people can share a mistake.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { operations } from '@kyc-china/providers/alibaba/operations';
import { actions } from '@kyc-china/providers/tencent/actions';
import { type SdkCall, sdkCalls } from '../oracles/sdk/calls.ts';
import { readVectors } from '../oracles/sdk/vectors.ts';
import type { RecordedRequest } from '../support/recorded-requests.ts';
import { differencesOf, resigned, startVendors, type Vendors } from '../support/sdk-requests.ts';

const vectors = readVectors();
const requestOf = ({ id }: SdkCall): RecordedRequest => {
  const request = vectors[id];
  if (!request)
    throw new RangeError(`vectors.json has no request of "${id}": run test/oracles/sdk/write-vectors.ts`);
  return request;
};

let vendors: Vendors;
beforeAll(async () => {
  vendors = await startVendors();
});
afterAll(() => vendors.stop());

it('vendor SDK has a request for every served sub-check', () => {
  const served = (vendor: SdkCall['vendor']) =>
    new Set(sdkCalls.filter((call) => call.vendor === vendor).flatMap(({ subCheck }) => subCheck ?? []));
  expect([...served('tencent')].sort()).toEqual(Object.keys(actions).sort());
  // The last one once an operator has confirmed it.
  expect([...served('alibaba')].sort()).toEqual([...Object.keys(operations), 'risk.fraud'].sort());
  expect(Object.keys(vectors).sort()).toEqual(sdkCalls.map(({ id }) => id).sort());
});

describe.each(sdkCalls.map((call) => [call.id, call] as const))("the SDK's request %s", (_, call) => {
  it("vendor SDK's request is served by the vendor's fake, once, and billed", async () => {
    const { status, code, ...books } = await vendors.serve(call.vendor, requestOf(call));
    expect({ status, ...books }).toEqual({ status: 200, processed: 1, billed: 1 });
    expect(['200', 'OK', '0', 'Success']).toContain(String(code));
  });

  it("vendor SDK's request has the signature that the adapter gives it", () => {
    const request = requestOf(call);
    const signatureOf = (authorization = '') => authorization.split('Signature=')[1];
    expect(signatureOf(request.headers.authorization)).toMatch(/^[0-9a-f]{64}$/);
    expect(signatureOf(resigned(call.vendor, request))).toBe(signatureOf(request.headers.authorization));
  });
});

describe.each(sdkCalls.filter(({ subCheck }) => subCheck).map((call) => [call.id, call] as const))(
  "the adapter's request %s",
  (_, call) => {
    it("adapter's request equals the SDK's in method, path, action, parameters and their places, and signed parts", async () => {
      const [theirs, ours] = [requestOf(call), await vendors.requestOfAdapter(call)];
      expect(differencesOf(theirs, ours)).toEqual([]);
    });
  },
);

it('request comparison reports a parameter in another place, another value, and another signed header', () => {
  const request = requestOf(sdkCalls.find(({ action }) => action === 'BankMetaVerify') as SdkCall);
  const [path = '', query = ''] = request.target.split('?');
  const { authorization = '' } = request.headers;
  const inForm = { ...request.headers, 'content-type': 'application/x-www-form-urlencoded' };
  expect(differencesOf(request, { ...request, target: path, headers: inForm, body: query })).toHaveLength(3);
  expect(differencesOf(request, { ...request, target: `${request.target}1` })).toHaveLength(1);
  const unsigned = authorization.replace('x-acs-action;', '');
  expect(
    differencesOf(request, { ...request, headers: { ...request.headers, authorization: unsigned } }),
  ).toHaveLength(1);
});
