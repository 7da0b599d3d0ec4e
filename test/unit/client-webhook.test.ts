import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { isFailedReport, verifyWebhook } from '../../packages/client/src/index.ts';

const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;
const secret = newSecret();
const now = new Date('2026-03-01T02:03:04Z');
const body = JSON.stringify({
  reportMetadata: { reportId: 'r', status: 'completed' },
  submitted: { name: '张*' },
});

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
  it('verifyWebhook returns the report of a signed webhook for each form of body and headers', async () => {
    const headers = signed(body);
    const upper = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]),
    );
    const bytes = new TextEncoder().encode(body);
    const padded = Buffer.from(`>${body}<`);
    const bodies = [
      body,
      bytes,
      bytes.buffer,
      Buffer.from(body),
      padded.subarray(1, -1),
      new DataView(bytes.buffer),
      structuredClone(bytes.buffer),
    ];
    const forms = [
      headers,
      upper,
      new Headers(headers),
      new Map(Object.entries(upper)),
      Object.entries(headers),
      { get: (name: string) => new Headers(headers).get(name) },
    ];
    for (const form of forms)
      for (const text of bodies)
        await expect(verifyWebhook(text, form, secret, { now })).resolves.toEqual(JSON.parse(body));
  });

  it('verifyWebhook accepts any signature of any of the secrets', async () => {
    const other = newSecret();
    await expect(verifyWebhook(body, signed(body, [other, secret]), secret, { now })).resolves.toBeDefined();
    await expect(verifyWebhook(body, signed(body, [other]), [secret, other], { now })).resolves.toBeDefined();
    await expect(verifyWebhook(body, signed(body, [other]), secret, { now })).rejects.toMatchObject({
      fault: 'signature',
    });
  });

  it('verifyWebhook refuses any other body, id, time or signature', async () => {
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

  it('verifyWebhook refuses a time too far in the past or future', async () => {
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
    'verifyWebhook refuses a webhook without %s',
    async (name) => {
      await expect(
        verifyWebhook(body, { ...signed(body), [name]: undefined }, secret, { now }),
      ).rejects.toMatchObject({
        fault: 'headers',
      });
    },
  );

  it('verifyWebhook refuses a signed body that is not a report', async () => {
    const texts = ['[]', 'null', '{', '{"reportMetadata":{}}', '{"reportMetadata":{"reportId":"r"}}'];
    for (const text of [...texts, '{"reportMetadata":{"reportId":"r","status":"processing"}}'])
      await expect(verifyWebhook(text, signed(text), secret, { now })).rejects.toMatchObject({
        fault: 'body',
      });
  });

  it('verifyWebhook explains that an empty body may have been read before', async () => {
    for (const empty of ['', new Uint8Array()])
      await expect(verifyWebhook(empty, signed(body), secret, { now })).rejects.toMatchObject({
        fault: 'body',
        message: expect.stringContaining('has read it before'),
      });
  });

  it('verifyWebhook returns the message of a failed report as its own type', async () => {
    const failed = {
      reportMetadata: { reportId: 'r', status: 'failed', requestedAt: '2026-03-01T02:03:04.005Z' },
      message: 'The report could not be made.',
      code: 'report-failed',
    };
    const text = JSON.stringify(failed);
    const message = await verifyWebhook(text, signed(text), secret, { now });
    expect(message).toEqual(failed);
    expect(isFailedReport(message)).toBe(true);
    expect(isFailedReport(await verifyWebhook(body, signed(body), secret, { now }))).toBe(false);
  });

  it.each<[string, unknown]>([
    ['a parsed body', JSON.parse(body)],
    ['a parsed list', [1]],
    ['no body', undefined],
    ['null', null],
    ['a body that is still being read', Promise.resolve(body)],
    ['a stream', new Response(body).body],
    ['an object with the bytes of a Buffer, as JSON writes it', Buffer.from(body).toJSON()],
  ])('verifyWebhook throws a TypeError that asks for the raw body for %s', async (_what, parsed) => {
    for (const headers of [signed(body), {}]) {
      const error: Error = await verifyWebhook(parsed as string, headers, secret, { now }).catch(
        (caught) => caught,
      );
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toMatch(/raw body: the string or bytes/);
      expect(error.message).not.toContain('张');
    }
  });

  it.each([undefined, null, 'webhook-id: msg_1'])(
    'verifyWebhook throws a TypeError for %p as headers',
    async (headers) => {
      await expect(verifyWebhook(body, headers as never, secret, { now })).rejects.toThrow(
        new TypeError("verifyWebhook needs the request's headers: Headers, a Map, or an object."),
      );
    },
  );

  it.each([[''], [undefined], [null], [[]], [['']], [['', undefined]]])(
    'verifyWebhook throws a TypeError for %p as secrets, instead of refusing every webhook',
    async (secrets) => {
      await expect(verifyWebhook(body, signed(body), secrets as never, { now })).rejects.toThrow(
        new TypeError('verifyWebhook needs a webhook secret: none was given.'),
      );
    },
  );

  it('verifyWebhook ignores an empty secret beside another', async () => {
    await expect(verifyWebhook(body, signed(body), ['', secret], { now })).resolves.toBeDefined();
    await expect(verifyWebhook(body, signed(body), [`${secret}\n`], { now })).resolves.toBeDefined();
  });

  it('verifyWebhook reports that a secret has the wrong form without repeating it', async () => {
    for (const wrong of ['whsec_', 'whsec_!!', 'c2VjcmV0c2VjcmV0', [secret, 'whsec_!!']]) {
      const error: Error = await verifyWebhook(body, signed(body), wrong, { now }).catch((caught) => caught);
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toBe('A webhook secret is whsec_ and base64.');
    }
  });

  it('verifyWebhook refuses a message with two ids or two times', async () => {
    for (const name of ['webhook-id', 'webhook-timestamp'] as const) {
      const headers = { ...signed(body), [name]: [signed(body)[name], 'msg_2'] };
      await expect(verifyWebhook(body, headers, secret, { now })).rejects.toMatchObject({
        name: 'KycWebhookError',
      });
    }
  });
});
