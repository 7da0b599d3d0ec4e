import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { HttpProviderDescription, RequestDescription } from '../../lambdas/upstream/http/description.ts';
import { createHttpProvider } from '../../lambdas/upstream/http/provider.ts';
import { type UpstreamAnswer, UpstreamNotProcessedError } from '../../lambdas/upstream/port.ts';
import { type Certificates, makeCertificates } from '../fakes/data-vendor/certificates.ts';
import {
  anybody,
  certificateGate,
  digestGate,
  type Gate,
  headerGate,
  hmacGate,
  sortedFieldsGate,
} from '../fakes/data-vendor/gate.ts';
import { type DataVendor, startDataVendor } from '../fakes/data-vendor/vendor.ts';
import { callFor, person, simpleDescription } from '../support/http-provider.ts';

let certificates: Certificates;
let vendor: DataVendor;

beforeAll(async () => {
  certificates = await makeCertificates();
});
afterEach(() => vendor.close());

interface Setting {
  readonly gate?: Gate;
  readonly auth?: HttpProviderDescription['auth'];
  readonly request?: Partial<RequestDescription>;
  readonly secret?: Record<string, string>;
  readonly asksForCertificate?: boolean;
}

async function ask({
  gate = anybody,
  auth,
  request,
  secret,
  asksForCertificate = false,
}: Setting): Promise<UpstreamAnswer> {
  vendor = await startDataVendor({
    certificates,
    gate,
    asksForCertificate,
    products: { '/risk.fraud': { answer: () => ({ document: { code: 0 }, billed: true }) } },
  });
  const described = structuredClone(
    simpleDescription(vendor.url, { 'risk.fraud': { '0': { class: 'clear', billed: true } } }),
  );
  Object.assign(described.subChecks['risk.fraud']?.request ?? {}, request);
  const provider = createHttpProvider(
    { ...described, auth: { ...auth, tls: { ...auth?.tls, ca: 'vendorCa' } } },
    { secret: async () => ({ vendorCa: certificates.server.cert, ...secret }) },
  );
  return provider.ask(callFor('risk.fraud'));
}

const clear = { finding: { outcome: 'clear' }, billed: true };
/** The front's 401 is no documented "not processed": what it means is unknown. */
const turnedAway = async (asked: Promise<UpstreamAnswer>) => {
  await expect(asked).rejects.toMatchObject({ name: 'UnreadableAnswerError' });
  expect(vendor.calls).toMatchObject([{ processed: false, billed: false }]);
};

describe('auth', () => {
  it('by nothing', async () => {
    expect(await ask({})).toMatchObject(clear);
  });

  describe('by headers', () => {
    const gate = headerGate('X-API-Key', 'k-123');
    const auth = { headers: { 'X-API-Key': '{secret.key}' } };
    it('that are right', async () => {
      expect(await ask({ gate, auth, secret: { key: 'k-123' } })).toMatchObject(clear);
    });
    it('that are wrong', () => turnedAway(ask({ gate, auth, secret: { key: 'k-124' } })));
  });

  describe("by Jumdata's signature", () => {
    const gate = digestGate({ appId: 'app', appSecret: 's', now: Date.now });
    const auth = {
      signature: {
        algorithm: 'sha256',
        signs: '{secret.appId}{secret.appSecret}{timestamp}',
        encoding: 'hex',
        field: 'sign',
      },
      values: { appId: '{secret.appId}', timestamp: '{timestamp}' },
    } as const;
    const fields = 'merge(auth, {mobile: applicant.mobile})';
    it.each(['form', 'json', 'query'] as const)('that is right, as %s', async (encoding) => {
      expect(
        await ask({ gate, auth, request: { encoding, fields }, secret: { appId: 'app', appSecret: 's' } }),
      ).toMatchObject(clear);
    });
    it('that is wrong', () =>
      turnedAway(ask({ gate, auth, request: { fields }, secret: { appId: 'app', appSecret: 't' } })));
  });

  describe.each(['sha256', 'sha1', 'md5', 'sm3'] as const)(
    'by an HMAC-%s of the body in a header',
    (algorithm) => {
      const gate = hmacGate({ keyId: 'me', key: 'k', algorithm });
      const auth = {
        signature: {
          algorithm,
          key: '{secret.key}',
          signs: '{method}\n{path}\n{timestampSeconds}\n{body}',
          encoding: 'base64',
        },
        headers: { 'X-Timestamp': '{timestampSeconds}', Authorization: 'HMAC me:{signature}' },
      } as const;
      it.each(['json', 'form'] as const)('that is right, as %s', async (encoding) => {
        expect(await ask({ gate, auth, request: { encoding }, secret: { key: 'k' } })).toMatchObject(clear);
      });
      it('that is wrong', () => turnedAway(ask({ gate, auth, secret: { key: 'l' } })));
    },
  );

  describe('by a digest of the sorted fields', () => {
    const gate = sortedFieldsGate('s', 'md5');
    const auth = {
      values: { account: '{secret.account}', nonce: '{nonce}' },
      signature: {
        algorithm: 'md5',
        signs: '{fields}{secret.key}',
        encoding: 'hex-upper',
        field: 'signature',
      },
    } as const;
    const fields = 'merge(auth, {realname: applicant.name, at: timestamp})';
    it.each([
      ['POST', 'form'],
      ['POST', 'json'],
      ['GET', 'query'],
    ] as const)('that is right, by %s as %s', async (method, encoding) => {
      const secret = { account: 'me', key: 's' };
      expect(await ask({ gate, auth, request: { method, encoding, fields }, secret })).toMatchObject(clear);
      expect(vendor.calls[0]?.fields).toMatchObject({ account: 'me', realname: person.name });
    });
    it('that is wrong', () =>
      turnedAway(ask({ gate, auth, request: { fields }, secret: { account: 'me', key: 't' } })));
  });

  describe('by mutual TLS', () => {
    const auth = { tls: { cert: 'ownCert', key: 'ownKey' } };
    const pairOf = (who: 'customer' | 'stranger') => ({
      ownCert: certificates[who].cert,
      ownKey: certificates[who].key,
    });
    const setting = () => ({ gate: certificateGate(certificates.customer.cert), asksForCertificate: true });
    it('with the right certificate', async () => {
      expect(await ask({ ...setting(), auth, secret: pairOf('customer') })).toMatchObject(clear);
    });
    it("with another's", () => turnedAway(ask({ ...setting(), auth, secret: pairOf('stranger') })));
    it('with none: refused, and nothing was billed', async () => {
      await expect(ask(setting())).rejects.toThrow();
      expect(vendor.calls).toHaveLength(0);
    });
    it('with what is no certificate: not even asked', async () => {
      const secret = { ownCert: 'no', ownKey: 'no' };
      expect(await ask({ ...setting(), auth, secret })).toMatchObject({
        finding: { code: 'upstream-unavailable' },
        billed: false,
      });
    });
  });

  it('of the vendor: one that shows a certificate of nobody we trust is sent nothing', async () => {
    const asked = ask({ secret: { vendorCa: certificates.stranger.cert } });
    await expect(asked).rejects.toBeInstanceOf(UpstreamNotProcessedError);
    expect(vendor.calls).toHaveLength(0);
  });
});

describe('a request', () => {
  it('leaves out what is null, and carries address and photo for who maps them', async () => {
    vendor = await startDataVendor({
      certificates,
      products: {
        '/mobile.address-verify': {
          answer: () => ({ document: { code: 0, data: { metres: 5 } }, billed: true }),
        },
      },
    });
    const described = structuredClone(
      simpleDescription(vendor.url, { 'mobile.address-verify': { '0': { class: 'data', billed: true } } }),
    );
    Object.assign(described.subChecks['mobile.address-verify']?.request ?? {}, {
      fields:
        "{mobile: applicant.mobile, text: join('', [address.city, address.address]), kind: address.type, card: applicant.nothing, photo: photo, id: requestId, short: requestKey, nested: {a: address.city}}",
    });
    const provider = createHttpProvider(described, {
      secret: async () => ({ vendorCa: certificates.server.cert }),
    });
    await provider.ask(callFor('mobile.address-verify', { photo: Buffer.from([0xff, 0xd8]) }));
    expect(vendor.calls[0]?.fields).toEqual({
      mobile: person.mobile,
      text: '北京市朝阳区示例路1号',
      kind: 'work',
      photo: '/9g=',
      id: 'report/task',
      short: expect.stringMatching(/^[0-9a-f]{32}$/),
      nested: { a: '北京市' },
    });
  });
});
