import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { KycFetchError, KycNetworkError } from '../../packages/client/src/index.ts';
import { scriptedClient, scriptedCredentials, scriptedToken } from '../support/scripted-api.ts';

const applicant = { name: '张三丰', idNumber: '110101199001011234' };

/** A client whose fetch throws this, and how often it was called. */
function throwing(error: unknown) {
  let calls = 0;
  const { client } = scriptedClient(() => new Error('unused'), {
    fetch: async () => {
      calls += 1;
      throw error;
    },
  });
  return { client, calls: () => calls };
}

describe('a fetch of the caller’s own', () => {
  it.each([
    new TypeError("Cannot read properties of undefined (reading 'get')"),
    new TypeError('agent.dispatch is not a function'),
    new TypeError('undefined is not an object (evaluating "a.b")'),
    new TypeError('can\'t access property "b", a is undefined'),
    new TypeError("Failed to execute 'fetch' on 'Window': Illegal invocation"),
    new ReferenceError('proxyAgent is not defined'),
    new RangeError('Maximum call stack size exceeded'),
    new SyntaxError('Unexpected end of JSON input'),
  ])("caller's fetch is called once if it has a programming error: %s", async (error) => {
    const { client, calls } = throwing(error);
    const caught: unknown = await client.request(applicant).catch((thrown: unknown) => thrown);
    expect(caught).toBeInstanceOf(KycFetchError);
    expect((caught as Error).cause).toMatchObject({ name: error.name, message: error.message });
    expect(calls()).toBe(1);
  });

  it("caller's fetch is called once if it returns nothing", async () => {
    let calls = 0;
    const broken = (async () => {
      calls += 1;
    }) as unknown as typeof fetch;
    const { client } = scriptedClient(() => new Error('unused'), { fetch: broken });
    await expect(client.request(applicant)).rejects.toBeInstanceOf(KycFetchError);
    expect(calls).toBe(1);
  });

  it.each([
    ['Node', Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } })],
    [
      'Node, cut in the body',
      Object.assign(new TypeError('terminated'), { cause: { code: 'UND_ERR_SOCKET' } }),
    ],
    ['Chrome', new TypeError('Failed to fetch')],
    ['Firefox', new TypeError('NetworkError when attempting to fetch resource.')],
    ['Safari', new TypeError('Load failed')],
    ['Deno', new TypeError('error sending request for url (https://api.example/)')],
    ['a worker', new Error('Network connection lost.')],
  ])(
    "caller's fetch is called again after a connection that is lost as %s reports it",
    async (_platform, error) => {
      const { client, calls } = throwing(error);
      await expect(client.request(applicant)).rejects.toMatchObject({
        constructor: KycNetworkError,
        cause: { message: error.message },
      });
      expect(calls()).toBe(7);
    },
  );

  it("caller's fetch error has nothing that was sent in its cause, at any depth", async () => {
    const secret = scriptedCredentials.clientSecret;
    const deep = Object.assign(new Error(`header ${secret}`), { code: 'ECONNRESET', headers: { secret } });
    for (const error of [
      Object.assign(new TypeError('fetch failed', { cause: deep }), { request: { body: applicant } }),
      new SyntaxError(`Unexpected token in ${JSON.stringify(applicant)}`),
    ]) {
      const caught: unknown = await throwing(error)
        .client.request(applicant)
        .catch((thrown: unknown) => thrown);
      const shown = inspect(caught, { depth: 9, showHidden: true });
      for (const sent of [secret, ...Object.values(applicant)]) expect(shown).not.toContain(sent);
      expect((caught as Error).cause).toBeInstanceOf(Error);
    }
  });

  it("caller's fetch error whose cause is itself ends the call", async () => {
    const error = new TypeError('fetch failed');
    error.cause = error;
    await expect(throwing(error).client.request(applicant)).rejects.toBeInstanceOf(KycNetworkError);
  });

  it("caller's fetch is sufficient where the platform has neither Request nor crypto.randomUUID, as in jsdom", async () => {
    const { Request: request } = globalThis;
    const uuid = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(crypto), 'randomUUID');
    Reflect.deleteProperty(globalThis, 'Request');
    Reflect.deleteProperty(Object.getPrototypeOf(crypto), 'randomUUID');
    try {
      expect([typeof Request, typeof crypto.randomUUID]).toEqual(['undefined', 'undefined']);
      const { client } = scriptedClient(() => ({ status: 200, body: { token: scriptedToken } }));
      await expect(client.request(applicant)).resolves.toMatchObject({ reportId: 'the-report' });
    } finally {
      globalThis.Request = request;
      Object.defineProperty(Object.getPrototypeOf(crypto), 'randomUUID', uuid ?? {});
    }
  });
});
