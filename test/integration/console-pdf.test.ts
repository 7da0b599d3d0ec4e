import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';

let stack: EmbeddedStack;
let pdfUrl: string;
const origin = 'https://console.example';
const preflight = { origin, 'access-control-request-method': 'GET' };

beforeAll(async () => {
  stack = await startEmbeddedStack({ SIMULATOR_LATENCY_MS: '5' });
  const token = await stack.request({ name: '张三', idNumber: '110101199001011234' });
  pdfUrl = (await stack.pollToEnd(token)).answer.body.pdfUrl;
});
afterAll(() => stack.stop());

it('PDF link can be fetched by a page of another origin', async () => {
  const asked = await fetch(pdfUrl, { method: 'OPTIONS', headers: preflight });
  expect(asked.status).toBe(200);
  expect(asked.headers.get('access-control-allow-origin')).toBe('*');
  const pdf = await fetch(pdfUrl, { headers: { origin } });
  expect(pdf.status).toBe(200);
  expect(pdf.headers.get('access-control-allow-origin')).toBe('*');
  expect(await pdf.text()).toMatch(/^%PDF/);
});

it('PDF link gives a page of another origin a part of the PDF, with its range and file name', async () => {
  const ranged = { ...preflight, 'access-control-request-headers': 'range' };
  const asked = await fetch(pdfUrl, { method: 'OPTIONS', headers: ranged });
  expect([asked.status, asked.headers.get('access-control-allow-headers')?.toLowerCase()]).toEqual([
    200,
    'range',
  ]);
  const part = await fetch(pdfUrl, { headers: { origin, range: 'bytes=0-3' } });
  expect([part.status, await part.text()]).toEqual([206, '%PDF']);
  const exposed = part.headers.get('access-control-expose-headers')?.toLowerCase().split(/, */);
  expect(exposed?.sort()).toEqual([
    'accept-ranges',
    'content-disposition',
    'content-length',
    'content-range',
  ]);
});

it('PDF link returns 403 for HEAD and for an appended parameter, as the contract says', async () => {
  expect((await fetch(pdfUrl, { method: 'HEAD' })).status).toBe(403);
  expect((await fetch(`${pdfUrl}&utm_source=mail`)).status).toBe(403);
});

it('PDF link allows another origin nothing else, and no read without a signature', async () => {
  const asked = await fetch(pdfUrl, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'PUT' },
  });
  expect(asked.status).toBe(403);
  const [unsigned = ''] = pdfUrl.split('?');
  expect((await fetch(unsigned, { headers: { origin } })).status).toBe(403);
});

it('photo bucket allows no other origin', async () => {
  const { IntakeBucketName } = stack.cloud.outputs;
  const photo = `${stack.cloud.endpoints.S3}/${IntakeBucketName}/photos/1`;
  const asked = await fetch(photo, { method: 'OPTIONS', headers: preflight });
  expect(asked.status).toBe(403);
  expect(asked.headers.get('access-control-allow-origin')).toBeNull();
  expect((await fetch(photo, { headers: { origin } })).headers.get('access-control-allow-origin')).toBeNull();
});
