import { describe, expect, it } from '@jest/globals';
import { postOverInternet } from '@kyc-china/storage/post-webhook';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { webhookHeaders } from '../../packages/core/webhook/signature.ts';

describe('the signature', () => {
  it('webhook signature is accepted by an independent verifier of Standard Webhooks, for any body', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 24, maxLength: 64 }), fc.json(), (bytes, body) => {
        const secret = `whsec_${Buffer.from(bytes).toString('base64')}`;
        const headers = webhookHeaders({ id: 'msg_1', sentAt: new Date(), body, secrets: [secret] });
        expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
        expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow();
      }),
    );
  });

  it('webhook signatures by several secrets each verify with their own secret, and with no other', () => {
    const secretOf = (bytes: Uint8Array) => `whsec_${Buffer.from(bytes).toString('base64')}`;
    const secretSet = fc.uniqueArray(fc.uint8Array({ minLength: 24, maxLength: 64 }).map(secretOf), {
      minLength: 3,
      maxLength: 5,
    });
    fc.assert(
      fc.property(secretSet, fc.json(), ([stranger = '', ...secrets], body) => {
        const headers = webhookHeaders({ id: 'msg_1', sentAt: new Date(), body, secrets });
        expect(headers['webhook-signature']).toMatch(/^v1,\S+( v1,\S+)+$/);
        for (const secret of secrets)
          expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
        expect(() => new Webhook(stranger).verify(body, headers)).toThrow();
      }),
    );
  });

  it("webhook signature requires a secret of the standard's form", () => {
    expect(() => webhookHeaders({ id: 'm', sentAt: new Date(), body: '', secrets: ['plain'] })).toThrow(
      /whsec_/,
    );
  });
});

describe('posting', () => {
  it.each(['https://127.0.0.1/', 'https://localhost/', 'http://example.com/', 'https://example.com:8443/'])(
    'webhook post refuses %s without a connection',
    async (url) => {
      expect(await postOverInternet(url, {}, '{}', 10_000)).toEqual({
        outcome: 'refused',
        reason: expect.any(String),
        timedOut: false,
      });
    },
  );
});
