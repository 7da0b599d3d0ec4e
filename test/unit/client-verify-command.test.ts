import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runAgainst } from '../support/command-line.ts';

const claims = { sub: '3f0c1a52-7d1e-4b8a-9a55-0d2f6c7b9e41' };
const token = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;

let files = 0;

const verify = (listener: RequestListener, interrupted?: AbortSignal, ...more: string[]) =>
  runAgainst(listener, ['verify', '--mobile', '13800138000', ...more], interrupted);

/** An API whose verifications never end, and the requests that it received. */
function endlessApi() {
  const keys: unknown[] = [];
  const interruption = new AbortController();
  const listener: RequestListener = (request, response) => {
    const polled = request.url?.endsWith('/poll');
    if (polled) interruption.abort();
    else keys.push(request.headers['idempotency-key']);
    response.writeHead(polled ? 202 : 200, { 'content-type': 'application/json', 'retry-after': '2' });
    const progress = { status: 'processing', message: 'm', progress: { completed: 0, total: 4 } };
    response.end(JSON.stringify(polled ? progress : { token }));
  };
  return { keys, interrupted: interruption.signal, listener };
}

it('verify prints on Ctrl-C how to resume the verification, and that command resumes it', async () => {
  const first = endlessApi();
  const { code, shown } = await verify(first.listener, first.interrupted);
  expect(code).toBe(130);
  const [, key = ''] = /--idempotency-key (\S+)\n$/.exec(shown) ?? [];
  expect(first.keys).toEqual([key]);

  const again = endlessApi();
  await verify(again.listener, again.interrupted, '--idempotency-key', key);
  expect(again.keys).toEqual([key]);
});

it('verify refuses an idempotency key that no run has printed, and sends nothing', async () => {
  const api = endlessApi();
  const { code, shown } = await verify(api.listener, api.interrupted, '--idempotency-key', '订单');
  expect([code, shown, api.keys]).toEqual([2, expect.stringContaining('--idempotency-key'), []]);
});

const reportId = claims.sub;
const report = {
  reportMetadata: { reportId, upstreamCalls: 1, warnings: [] },
  decision: {
    outcome: 'fail',
    policy: 'standard@1',
    reasons: [{ code: 'fraud-severity-high', check: 'risk.fraud', message: 'Listed.' }],
  },
  summary: { ran: [], matched: [], unmatched: [], notFound: [], flagged: ['risk.fraud'], errored: [] },
};
const ownError = (code?: string) => JSON.stringify({ message: 'No.', requestId: 'r', ...(code && { code }) });
const page = '<html>Not this API</html>';

/** An API of which each step answers so. */
function apiWith(steps: {
  request?: readonly (readonly [number, string])[];
  poll?: readonly [number, string];
  pdf?: readonly [number, string | Buffer];
}) {
  const keys: unknown[] = [];
  const requests = [...(steps.request ?? [])];
  const listener: RequestListener = (request, response) => {
    if (request.url === '/pdf') {
      const [status, body] = steps.pdf ?? [200, ''];
      response.writeHead(status).end(body);
      return;
    }
    const polled = request.url?.endsWith('/poll');
    if (!polled) keys.push(request.headers['idempotency-key']);
    const pdfUrl = `http://${request.headers.host}/pdf`;
    const right = [200, JSON.stringify(polled ? { ...report, pdfUrl } : { token })] as const;
    const [status, body] = (polled ? steps.poll : requests.shift()) ?? right;
    response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '9999' }).end(body);
  };
  return { keys, listener };
}

const keyIn = (shown: string) => /--idempotency-key (\S+)\n$/.exec(shown)?.[1];

describe('verify announces its key, as the last words, and ends with 1 once there is a token', () => {
  it.each([
    ['the API refuses the client of a poll', [401, ownError()]],
    ['the API refuses the token', [400, ownError()]],
    ['the firewall refuses a poll', [403, ownError()]],
    ['the route is missing', [404, ownError()]],
    ['a poll is throttled for longer than it may take', [429, page]],
    ['the API has no room for longer than a poll may take', [503, page]],
    ['the report failed', [502, ownError('report-failed')]],
  ] as const)('verify announces its key when %s', async (_what, poll) => {
    const api = apiWith({ poll });
    const { code, shown } = await verify(api.listener);
    expect([code, keyIn(shown)]).toEqual([1, api.keys[0]]);
  });

  it('verify announces its key when a report is not valid', async () => {
    const api = apiWith({ poll: [200, JSON.stringify({ reportMetadata: { reportId }, summary: {} })] });
    await expect(verify(api.listener)).rejects.toThrow(TypeError);
  });
});

describe('verify announces no key', () => {
  it.each([
    [5, 'the client', [401, ownError()]],
    [5, 'the network of the client', [403, ownError()]],
    [7, 'more than a limit of the client', [429, ownError('limit-reached')]],
    [2, 'the person', [400, ownError()]],
    [2, 'the photo', [413, ownError()]],
    [2, 'the route', [404, ownError()]],
  ] as const)(
    'verify announces no key and ends with %i when the API refuses %s at the first call',
    async (expected, _what, answer) => {
      const { code, shown } = await verify(apiWith({ request: [answer] }).listener);
      expect([code, shown]).toEqual([expected, 'No. (request r)\n']);
    },
  );

  it('verify announces no key when the body is refused, however often it was sent', async () => {
    const api = apiWith({
      request: [
        [500, page],
        [400, ownError()],
      ],
    });
    const { code, shown } = await verify(api.listener);
    expect([code, keyIn(shown), api.keys.length]).toEqual([2, undefined, 2]);
  });
});

it('verify announces its key when the client is refused after a call that may have started something', async () => {
  const api = apiWith({
    request: [
      [200, page],
      [401, ownError()],
    ],
  });
  const { code, shown } = await verify(api.listener);
  expect([code, keyIn(shown)]).toEqual([5, api.keys[0]]);
});

describe('the PDF of verify', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kyc-cn-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const whole = '%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n';

  it('verify --pdf saves the PDF for its owner alone, over the previous file, with the decision’s exit code', async () => {
    const file = path.join(folder, 'report.pdf');
    for (const text of [whole, `${whole}%%EOF\n`]) {
      const { code } = await verify(apiWith({ pdf: [200, text] }).listener, undefined, '--pdf', file);
      expect([code, await readFile(file, 'utf8')]).toEqual([3, text]);
    }
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['report.pdf']);
  });

  it.each([
    ['a page of status 404', [404, page], /answered 404/],
    ['a page of status 200', [200, page], /not answered with a whole PDF/],
    ['half a PDF', [200, whole.slice(0, 20)], /not answered with a whole PDF/],
    ['nothing', [204, ''], /answered 204/],
  ] as const)(
    'verify --pdf leaves the file unchanged when its link is answered with %s',
    async (_what, pdf, why) => {
      const file = path.join(folder, `${files++}.pdf`);
      await writeFile(file, 'earlier');
      const api = apiWith({ pdf });
      const { code, shown } = await verify(api.listener, undefined, '--pdf', file);
      expect([code, keyIn(shown)]).toEqual([1, api.keys[0]]);
      expect(shown).toMatch(why);
      expect(shown).toContain(`report ${reportId}`);
      expect(await readFile(file, 'utf8')).toBe('earlier');
    },
  );

  it('verify --pdf requires a file name, before anything is sent', async () => {
    const api = apiWith({});
    const { code } = await verify(api.listener, undefined, '--pdf=');
    expect([code, api.keys]).toEqual([2, []]);
  });
});

describe('verify sends what is not about the person', () => {
  /** An API that refuses every request, and the bodies that it received. */
  function refusingApi() {
    const bodies: unknown[] = [];
    const listener: RequestListener = async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      bodies.push(JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(400, { 'content-type': 'application/json' }).end(ownError());
    };
    return { bodies, listener };
  }

  it('verify sends --reference, --metadata and --sub-checks', async () => {
    const api = refusingApi();
    await verify(
      api.listener,
      undefined,
      ...['--reference', 'case-1', '--metadata', 'branch=central', '--metadata', 'note=a=b'],
      ...['--sub-checks', 'risk.fraud, mobile.attribution'],
    );
    expect(api.bodies).toEqual([
      {
        mobile: '13800138000',
        clientReference: 'case-1',
        metadata: { branch: 'central', note: 'a=b' },
        subChecks: ['risk.fraud', 'mobile.attribution'],
      },
    ]);
  });

  it.each([
    ['metadata without a value', ['--metadata', 'branch']],
    ['metadata without a key', ['--metadata', '=central']],
    ['metadata with a key twice', ['--metadata', 'a=1', '--metadata', 'a=2']],
    ['an empty list of sub-checks', ['--sub-checks', '']],
    ['a list of sub-checks that ends in a comma', ['--sub-checks', 'risk.fraud,']],
  ])('verify refuses %s and sends nothing', async (_what, args) => {
    const api = refusingApi();
    const { code } = await verify(api.listener, undefined, ...args);
    expect([code, api.bodies]).toEqual([2, []]);
  });
});
