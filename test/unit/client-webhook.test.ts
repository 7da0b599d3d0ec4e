import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { verifyWebhook } from '../../client/src/index.ts';

const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;
const secret = newSecret();
const now = new Date('2026-03-01T02:03:04Z');
const body = JSON.stringify({ reportMetadata: { reportId: 'r' }, submitted: { name: '张*' } });

/** The headers by the standard's own library. */
function signed(text: string, withSecrets: string[] = [secret], at: Date = now) {
  const signatures = withSecrets.map((each) => new Webhook(each).sign('msg_1', at, text));
  return {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signatures.join(' '),
  };
}

describe('verifyWebhook', () => {
  it('returns the report of a webhook that is signed, however body and headers come', async () => {
    const headers = signed(body);
    const upper = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]),
    );
    for (const form of [headers, upper, new Headers(headers)])
      for (const text of [body, new TextEncoder().encode(body), Buffer.from(body)])
        await expect(verifyWebhook(text, form, secret, { now })).resolves.toEqual(JSON.parse(body));
  });

  it('takes any signature of any of the secrets', async () => {
    const other = newSecret();
    await expect(verifyWebhook(body, signed(body, [other, secret]), secret, { now })).resolves.toBeDefined();
    await expect(verifyWebhook(body, signed(body, [other]), [secret, other], { now })).resolves.toBeDefined();
    await expect(verifyWebhook(body, signed(body, [other]), secret, { now })).rejects.toMatchObject({
      fault: 'signature',
    });
  });

  it('refuses any other body, id, time or signature', async () => {
    const change = (text: string, at: number) => {
      const index = at % text.length;
      return text.slice(0, index) + String.fromCharCode(text.charCodeAt(index) ^ 1) + text.slice(index + 1);
    };
    const parts = fc.constantFrom('body', 'webhook-id', 'webhook-timestamp', 'webhook-signature');
    await fc.assert(
      fc.asyncProperty(parts, fc.nat(), async (part, at) => {
        const headers = signed(body);
        const changed =
          part === 'body' ? headers : { ...headers, [part]: change(headers[part as 'webhook-id'], at) };
        const text = part === 'body' ? change(body, at) : body;
        // The spare bits of base64's last character are not part of the signature.
        fc.pre(!(part === 'webhook-signature' && at % headers[part].length === headers[part].length - 2));
        await expect(verifyWebhook(text, changed, secret, { now })).rejects.toMatchObject({
          name: 'KycWebhookError',
        });
      }),
    );
  });

  it('refuses a time that is too far from now, either way', async () => {
    const seconds = (difference: number) => new Date(now.getTime() + difference * 1000);
    const at = (difference: number, toleranceSeconds?: number) =>
      verifyWebhook(body, signed(body, [secret], seconds(difference)), secret, { now, toleranceSeconds });
    await expect(at(-300)).resolves.toBeDefined();
    await expect(at(300)).resolves.toBeDefined();
    await expect(at(-301)).rejects.toMatchObject({ fault: 'timestamp' });
    await expect(at(301)).rejects.toMatchObject({ fault: 'timestamp' });
    await expect(at(-11, 10)).rejects.toMatchObject({ fault: 'timestamp' });
    await expect(at(-301, Number.NaN)).rejects.toMatchObject({ fault: 'timestamp' });
  });

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])(
    'refuses one without %s',
    async (name) => {
      await expect(
        verifyWebhook(body, { ...signed(body), [name]: undefined }, secret, { now }),
      ).rejects.toMatchObject({
        fault: 'headers',
      });
    },
  );

  it('refuses a signed body that is no report', async () => {
    for (const text of ['[]', 'null', '{', '{"reportMetadata":{}}'])
      await expect(verifyWebhook(text, signed(text), secret, { now })).rejects.toMatchObject({
        fault: 'body',
      });
  });

  it('says that a secret is none, without saying it', async () => {
    for (const none of ['', 'whsec_', 'whsec_!!', 'c2VjcmV0c2VjcmV0']) {
      const error: Error = await verifyWebhook(body, signed(body), none, { now }).catch((caught) => caught);
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toBe('a webhook secret is whsec_ and base64');
    }
  });
});
