import { isDeepStrictEqual } from 'node:util';
import type { SubCheckId } from '@kyc-china/core/sub-checks/catalogue';
import { startFakeAlibaba } from '@kyc-china/vendor-fakes/alibaba/fake';
import { startFakeTencent, vendorHost } from '@kyc-china/vendor-fakes/tencent/fake';
import { createAlibaba } from '../../packages/providers/alibaba/alibaba.ts';
import type { ConfirmedRiskIntelligence } from '../../packages/providers/alibaba/risk-intelligence.ts';
import { authorizationOf as acs3 } from '../../packages/providers/alibaba/signature.ts';
import { authorizationOf as tc3 } from '../../packages/providers/tencent/signature.ts';
import { createTencent } from '../../packages/providers/tencent/tencent.ts';
import { vendorHosts } from '../../packages/vendor-fakes/alibaba/products.ts';
import { keys, type SdkCall } from '../oracles/sdk/calls.ts';
import { callOf } from './person.ts';
import { type Destination, type RecordedRequest, sendRecorded, startRecorder } from './recorded-requests.ts';

/** The parts of a request that decide what the vendor understands, and who it takes the sender for. */
export interface ComparableRequest {
  readonly method: string;
  readonly path: string;
  readonly action: string;
  readonly version: string;
  readonly query: Readonly<Record<string, string>>;
  /** A form's fields, or a JSON body. */
  readonly body: unknown;
  readonly contentType: string;
  readonly signedHeaders: readonly string[];
}

/** Headers that the SDKs sign and the adapters do not. The vendors' documents ask for none of them. */
const withoutEffect: ReadonlySet<string> = new Set(['accept', 'user-agent', 'x-acs-credentials-provider']);

function bodyOf(contentType: string, body: string): unknown {
  if (contentType === 'application/x-www-form-urlencoded')
    return Object.fromEntries(new URLSearchParams(body));
  return contentType === 'application/json' ? JSON.parse(body) : body;
}

/** Takes a request apart, whatever the order of its parameters, and however its characters are escaped. */
export function comparable({ method, target, headers, body }: RecordedRequest): ComparableRequest {
  const [path = '', query = ''] = target.split('?', 2);
  const contentType = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const signedHeaders = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1] ?? '';
  const parameters = Object.fromEntries(new URLSearchParams(query));
  const sent = bodyOf(contentType, body);
  // The SDK of saf sends its parameters a second time, in a JSON body.
  const isRepeated = contentType === 'application/json' && isDeepStrictEqual(sent, parameters);
  return {
    method,
    path,
    action: headers['x-acs-action'] ?? headers['x-tc-action'] ?? '',
    version: headers['x-acs-version'] ?? headers['x-tc-version'] ?? '',
    query: parameters,
    body: isRepeated ? '' : sent,
    contentType: isRepeated ? '' : contentType,
    signedHeaders: signedHeaders
      .split(';')
      .filter((name) => !withoutEffect.has(name) && !(isRepeated && name === 'content-type'))
      .sort(),
  };
}

/** Names what differs between two requests: one line for each part, empty if they say the same. */
export function differencesOf(theirs: RecordedRequest, ours: RecordedRequest): string[] {
  const [sdk, adapter] = [comparable(theirs), comparable(ours)];
  return (Object.keys(sdk) as (keyof ComparableRequest)[])
    .filter((part) => !isDeepStrictEqual(sdk[part], adapter[part]))
    .map(
      (part) => `${part}: ${JSON.stringify(sdk[part])} of the SDK, ${JSON.stringify(adapter[part])} of ours`,
    );
}

/** Signs what a request signs, with the adapters' own code: the value that its Authorization header has to have. */
export function resigned(vendor: SdkCall['vendor'], { target, headers, body }: RecordedRequest): string {
  if (vendor === 'tencent') {
    const { host = '', 'content-type': contentType = '', 'x-tc-timestamp': timestamp = '' } = headers;
    const at = new Date(Number(timestamp) * 1000);
    return tc3({ host, contentType, body, service: 'faceid', at }, keys.tencent);
  }
  const names = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1]?.split(';') ?? [];
  const signed = Object.fromEntries(names.map((name) => [name, headers[name] ?? '']));
  return acs3(target.split('?', 2)[1] ?? '', signed, keys.alibaba);
}

/** The time that a request was signed at, in milliseconds. */
function signedAt({ headers }: RecordedRequest): number {
  const { 'x-acs-date': date, 'x-tc-timestamp': timestamp } = headers;
  return date === undefined ? Number(timestamp) * 1000 : Date.parse(date);
}

/** The host that serves a sub-check, where it is not cloudauth. */
const hostOf: Readonly<Partial<Record<SubCheckId, keyof typeof vendorHosts>>> = {
  'mobile.attribution': 'dytnsapi',
  'risk.fraud': 'saf',
};

/** Any answers will do: they decide how an answer is read, not what is asked. */
const riskIntelligence: ConfirmedRiskIntelligence = {
  billed: true,
  codes: {},
  listedBy: ['fraud'],
  noTag: 'clear',
  callsPerSecond: 1,
};

/** What a vendor's fake makes of a request. */
export interface Service {
  readonly status: number;
  readonly code: string;
  readonly processed: number;
  readonly billed: number;
}

/** Starts both vendors' fakes, and what is needed to compare requests to them. */
export async function startVendors() {
  let now: number | undefined;
  const alibaba = await startFakeAlibaba({ ...keys.alibaba, now: () => now ?? Date.now() });
  const tencent = await startFakeTencent({
    ...keys.tencent,
    callsPerSecond: 1_000_000,
    clock: () => new Date(now ?? Date.now()),
  });
  /** The server of each host that the vendors have. */
  const hosts: Readonly<Record<string, Destination>> = {
    ...Object.fromEntries(
      Object.entries(alibaba.ports).map(([host, port]) => [host, { port, ca: alibaba.ca }]),
    ),
    [vendorHost]: { port: tencent.port, ca: tencent.ca },
  };
  const reset = () => {
    alibaba.reset();
    tencent.reset();
  };
  return {
    hosts,
    reset,

    /** Has the vendor's fake answer a request at the time that it was signed. */
    serve: async (vendor: SdkCall['vendor'], request: RecordedRequest): Promise<Service> => {
      reset();
      now = signedAt(request);
      const destination = hosts[request.headers.host ?? ''];
      if (!destination) throw new RangeError(`no vendor has the host ${request.headers.host}`);
      const { status, body } = await sendRecorded(request, destination);
      now = undefined;
      const answer = JSON.parse(body);
      const code = answer.Response?.Error?.Code ?? answer.Response?.Result ?? answer.Code;
      const fake = vendor === 'tencent' ? tencent : alibaba;
      return { status, code, processed: fake.processed(), billed: fake.billed() };
    },

    /** Returns the request that the adapter makes of a call; the fake answers it. */
    requestOfAdapter: async ({ vendor, subCheck, name, action }: SdkCall): Promise<RecordedRequest> => {
      if (!subCheck) throw new RangeError(`no sub-check uses ${action}`);
      const host = vendor === 'tencent' ? vendorHost : vendorHosts[hostOf[subCheck] ?? 'cloudauth'];
      const destination = hosts[host] as Destination;
      const recorder = await startRecorder([host], () => destination);
      const tls = { ca: recorder.ca };
      const provider =
        vendor === 'tencent'
          ? createTencent({ endpoint: recorder.url, tls, credentials: async () => keys.tencent })
          : createAlibaba({
              endpoints: { cloudauth: recorder.url, dytnsapi: recorder.url, saf: recorder.url },
              riskIntelligence,
              tls,
              credentials: async () => keys.alibaba,
            });
      const call = callOf(subCheck);
      try {
        await provider.ask({
          ...call,
          applicant: { ...call.applicant, ...(call.applicant.name && { name }) },
        });
        return recorder.requests[0] as RecordedRequest;
      } finally {
        await recorder.stop();
      }
    },

    stop: async () => {
      await alibaba.stop();
      await tencent.stop();
    },
  };
}

export type Vendors = Awaited<ReturnType<typeof startVendors>>;
