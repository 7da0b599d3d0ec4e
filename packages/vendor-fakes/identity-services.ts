import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createGatekeeper } from './alibaba/gatekeeper.ts';
import { type AccessKey, gatekeep } from './tencent/gatekeeper.ts';
import { loopbackCertificate } from './tls.ts';

/** The identity services of the vendors, which say whose key signed a call. */
export interface FakeIdentityService {
  readonly url: string;
  /** The certificate to trust: PEM. */
  readonly ca: string;
  /** How many requests arrived. */
  calls(): number;
  stop(): Promise<void>;
}

interface Arrived {
  readonly request: IncomingMessage;
  readonly body: Buffer;
}

async function start(
  host: string,
  answerTo: (arrived: Arrived) => { readonly status: number; readonly body: object },
): Promise<FakeIdentityService> {
  const { key, cert } = await loopbackCertificate([host], host);
  let calls = 0;
  const server = createServer({ key, cert }, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    calls += 1;
    const { status, body } = answerTo({ request, body: Buffer.concat(chunks) });
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ca: cert,
    calls: () => calls,
    stop: () =>
      new Promise<void>((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}

/** Tencent Cloud's STS, version 2018-08-13: GetCallerIdentity alone. */
export function startFakeTencentSts(key: AccessKey, clock = () => new Date()): Promise<FakeIdentityService> {
  return start('sts.tencentcloudapi.com', ({ request, body }) => {
    const { method = '', url = '', headers } = request;
    const refusal = gatekeep({ method, url, headers, body }, key, clock(), {
      name: 'sts',
      version: '2018-08-13',
    });
    const error =
      refusal ??
      (headers['x-tc-action'] === 'GetCallerIdentity'
        ? undefined
        : { Code: 'InvalidAction', Message: 'There is no such action.' }) ??
      (headers['x-tc-region'] === undefined
        ? { Code: 'MissingParameter', Message: 'X-TC-Region is missing.' }
        : undefined);
    const identity = { Type: 'CAMUser', AccountId: '100000000001', UserId: '100000000002' };
    const Response = { ...(error ? { Error: error } : identity), RequestId: randomUUID() };
    return { status: 200, body: { Response } };
  });
}

/** Alibaba Cloud's STS, version 2015-04-01: GetCallerIdentity alone. */
export function startFakeAlibabaSts(
  key: { readonly accessKeyId: string; readonly accessKeySecret: string },
  now = Date.now,
): Promise<FakeIdentityService> {
  const gatekeeper = createGatekeeper({ ...key, now });
  return start('sts.aliyuncs.com', ({ request, body }) => {
    const { method = '', url = '', headers } = request;
    const RequestId = randomUUID();
    const refusal = gatekeeper({ method, target: url, headers, body });
    if (refusal)
      return { status: refusal.status, body: { Code: refusal.code, Message: 'refused', RequestId } };
    if (headers['x-acs-version'] !== '2015-04-01')
      return { status: 400, body: { Code: 'NoSuchVersion', Message: 'refused', RequestId } };
    if (headers['x-acs-action'] !== 'GetCallerIdentity')
      return { status: 404, body: { Code: 'InvalidApi.NotFound', Message: 'refused', RequestId } };
    const identity = { IdentityType: 'RAMUser', AccountId: '1000000000000001', Arn: 'acs:ram::1:user/kyc' };
    return { status: 200, body: { ...identity, RequestId } };
  });
}
