import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { postWebhook } from '../../lambdas/webhook/post-webhook.ts';
import { isPublicAddress } from '../../lambdas/webhook/public-address.ts';
import { webhookHeaders } from '../../lambdas/webhook/signature.ts';

describe('the signature', () => {
  it('is what an independent verifier of Standard Webhooks accepts, for any body', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 24, maxLength: 64 }), fc.json(), (bytes, body) => {
        const secret = `whsec_${Buffer.from(bytes).toString('base64')}`;
        const headers = webhookHeaders({ id: 'msg_1', sentAt: new Date(), body, secret });
        expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
        expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow();
      }),
    );
  });

  it('needs a secret of the standard’s form', () => {
    expect(() => webhookHeaders({ id: 'm', sentAt: new Date(), body: '', secret: 'plain' })).toThrow(
      /whsec_/,
    );
  });
});

describe('a public address', () => {
  it.each(['1.1.1.1', '93.184.215.14', '2606:4700:4700::1111'])('%s is one', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '127.0.0.1',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '198.18.0.1',
    '192.0.2.1',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    'ff02::1',
    '::ffff:8.8.8.8',
    '::8.8.8.8',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '2002:7f00:1::',
    '2001:0:1::1',
    '2001:db8::1',
    'not an address',
  ])('%s is none', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('posting', () => {
  it.each(['https://127.0.0.1/', 'https://localhost/', 'http://example.com/', 'https://example.com:8443/'])(
    'refuses %s without a connection',
    async (url) => {
      expect(await postWebhook(url, {}, '{}')).toEqual({ outcome: 'refused', reason: expect.any(String) });
    },
  );
});
