import { randomUUID } from 'node:crypto';
import type { JsonObject } from '@kyc-china/core/json';
import type { ProviderSettings, UpstreamAnswer, UpstreamProvider } from '@kyc-china/core/provider-port';
import type { ErroredFinding } from '@kyc-china/core/sub-checks/findings';
import { isKeyPart, readCredentials } from '../read-credentials.ts';
import { send, type WireRequest } from '../wire.ts';
import { read } from './answer.ts';
import type { AlibabaCredentials } from './credentials.ts';
import {
  callsPerSecondOf,
  operations as documented,
  type Operation,
  type ProductHost,
  versionOf,
} from './operations.ts';
import { type ConfirmedRiskIntelligence, riskIntelligence } from './risk-intelligence.ts';
import { authorizationOf, encodeParameters, sha256 } from './signature.ts';

export interface AlibabaOptions {
  /** Hosts, or https URLs without a path. */
  readonly endpoints?: Readonly<Partial<Record<ProductHost, string>>>;
  /** Asked for each call; caching is its own affair. */
  readonly credentials: () => Promise<AlibabaCredentials>;
  /** What the provider confirmed of its service for `risk.fraud`. Undefined: the sub-check is not served. */
  readonly riskIntelligence?: ConfirmedRiskIntelligence;
  /** A private authority to trust, in PEM. */
  readonly tls?: { readonly ca?: string };
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
  /** A text that no other call gets. */
  readonly nonce?: () => string;
}

const defaultEndpoints: Readonly<Record<ProductHost, string>> = {
  cloudauth: 'cloudauth.aliyuncs.com',
  dytnsapi: 'dytnsapi.aliyuncs.com',
  saf: 'saf.cn-shanghai.aliyuncs.com',
};

/** @throws RangeError on an endpoint that is not https: the calls carry personal data. */
function originOf(endpoint: string): URL {
  const url = new URL(endpoint.includes('://') ? endpoint : `https://${endpoint}`);
  if (url.protocol !== 'https:') throw new RangeError(`an endpoint must be https: ${endpoint}`);
  return url;
}

function unasked(code: ErroredFinding['code'], message: string): UpstreamAnswer {
  return { finding: { outcome: 'errored', code, message }, billed: false };
}

/** What the secret has to be, for messages. */
export const accessKeyForm = 'an access key: { "accessKeyId": …, "accessKeySecret": …, "authCodes": { … } }';

/** Returns undefined for a secret of another form. */
export function accessKeyIn(secret: JsonObject): AlibabaCredentials | undefined {
  const { accessKeyId, accessKeySecret, authCodes } = secret as Partial<AlibabaCredentials>;
  const hasForm =
    isKeyPart(accessKeyId) &&
    isKeyPart(accessKeySecret) &&
    Object.values(authCodes ?? {}).every((code) => typeof code === 'string');
  return hasForm ? { ...secret, accessKeyId, accessKeySecret } : undefined;
}

/**
 * Alibaba Cloud: ID Verification (cloudauth) and Cell Phone Number Service (dytnsapi) of the mainland, and with what
 * the operator has confirmed, Fraud Detection (saf).
 */
export function createAlibaba({
  endpoints,
  credentials,
  riskIntelligence: confirmed,
  tls,
  clock = Date.now,
  nonce = randomUUID,
}: AlibabaOptions): UpstreamProvider {
  const origins = {
    cloudauth: originOf(endpoints?.cloudauth ?? defaultEndpoints.cloudauth),
    dytnsapi: originOf(endpoints?.dytnsapi ?? defaultEndpoints.dytnsapi),
    saf: originOf(endpoints?.saf ?? defaultEndpoints.saf),
  };
  const operations: typeof documented = {
    ...documented,
    ...(confirmed && { 'risk.fraud': riskIntelligence(confirmed) }),
  };

  const signed = (
    operation: Operation,
    parameters: Readonly<Record<string, string>>,
    key: AlibabaCredentials,
  ): Omit<WireRequest, 'signal'> => {
    const origin = origins[operation.host];
    const encoded = encodeParameters(parameters);
    const inForm = operation.parametersIn === 'form';
    const body = inForm ? encoded : '';
    const headers = {
      host: origin.host,
      ...(inForm && { 'content-type': 'application/x-www-form-urlencoded' }),
      'x-acs-action': operation.action,
      'x-acs-version': versionOf(operation),
      'x-acs-date': new Date(clock()).toISOString().replace(/\.\d+Z$/, 'Z'),
      'x-acs-signature-nonce': nonce(),
      'x-acs-content-sha256': sha256(body),
    };
    const query = inForm ? '' : encoded;
    return {
      method: 'POST',
      url: `${origin.origin}/${query && `?${query}`}`,
      headers: {
        ...headers,
        accept: 'application/json',
        authorization: authorizationOf(query, headers, key),
      },
      body,
      ...(tls && { tls }),
    };
  };

  return {
    name: 'alibaba',
    serves: (subCheck) => operations[subCheck] !== undefined,
    limitOn: (subCheck) => {
      const operation = operations[subCheck];
      return operation && { operation: operation.action, callsPerSecond: callsPerSecondOf(operation) };
    },
    ask: async ({ subCheck, applicant, photo, signal }) => {
      const operation = operations[subCheck];
      if (!operation) throw new RangeError(`Alibaba does not serve ${subCheck}`);
      if (photo && photo.byteLength >= (operation.tooLargePhotoBytes ?? Number.POSITIVE_INFINITY))
        return unasked(
          'photo-unusable',
          'The photo is too large for the source: it takes files of less than 1 MB. Send a smaller one.',
        );
      const key = await readCredentials(credentials, accessKeyIn, accessKeyForm);
      const authCode = operation.authorisedBy && key.authCodes?.[operation.authorisedBy];
      if (operation.authorisedBy && !authCode)
        return unasked(
          'upstream-unavailable',
          `The source was not asked: the secret has no authCodes.${operation.authorisedBy}. The operator has to apply for the product in the Cell Phone Number Service console and add its AuthCode.`,
        );
      const parameters: Record<string, string> = {};
      if (authCode) parameters.AuthCode = authCode;
      for (const [name, value] of Object.entries(
        operation.parametersFrom({ applicant, ...(photo && { photo }) }),
      )) {
        // Not sent, and so not billed; yet no repetition would help.
        if (value === undefined)
          return unasked(
            'invalid-input',
            'A value that this check needs was not sent. Send a new request with it.',
          );
        parameters[name] = value;
      }
      return read(await send({ ...signed(operation, parameters, key), signal }), operation);
    },
  };
}

/** Alibaba Cloud as a stage asks it. */
export function alibaba({ credentialsOf }: ProviderSettings): UpstreamProvider {
  return createAlibaba({ credentials: () => credentialsOf<AlibabaCredentials>('alibaba') });
}
