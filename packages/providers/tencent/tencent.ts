import type { JsonObject } from '@kyc-china/core/json';
import { OwnFaultError } from '@kyc-china/core/own-fault';
import type {
  ProviderSettings,
  UpstreamAnswer,
  UpstreamCall,
  UpstreamProvider,
} from '@kyc-china/core/provider-port';
import { photoUnusable } from '../code-table.ts';
import { isKeyPart, readCredentials } from '../read-credentials.ts';
import { send } from '../wire.ts';
import { actions } from './actions.ts';
import { answerOf } from './answer.ts';
import { readEnvelope } from './envelope.ts';
import { authorizationOf, type TencentCredentials, timestampOf } from './signature.ts';

export interface TencentOptions {
  /** Another endpoint: that of a test, or of the vendor's international site. */
  readonly endpoint?: string;
  /** Called for every request: to be cached by who gives it. */
  readonly credentials: () => Promise<TencentCredentials>;
  /** An authority to trust instead of the public ones: PEM. */
  readonly tls?: { readonly ca?: string };
  /** For tests: what the signature is dated with. */
  readonly clock?: () => Date;
}

const service = 'faceid';
const version = '2018-03-01';
const contentType = 'application/json; charset=utf-8';

/** The vendor's limit for a photo as base64 text: "3M", in the smaller reading, so that none is sent in vain. */
const longestPhotoText = 3_000_000;
const photoTooLarge = {
  outcome: 'errored',
  code: 'photo-unusable',
  message: photoUnusable('takes no photo of this size', 'Send one of at most 2 MB.').message,
} as const;

/** The length of the base64 text of so many bytes, padding included. */
const base64Length = (bytes: number) => 4 * Math.ceil(bytes / 3);

/** What the secret has to be, for messages. */
export const accessKeyForm = 'an access key: { "secretId": …, "secretKey": … }';

/** Returns undefined for a secret of another form. */
export function accessKeyIn({ secretId, secretKey }: JsonObject): TencentCredentials | undefined {
  return isKeyPart(secretId) && isKeyPart(secretKey) ? { secretId, secretKey } : undefined;
}

/**
 * Tencent Cloud FaceID (faceid 2018-03-01). One request for each call, never repeated here. What its codes mean, and
 * what they cost, is in the tables beside: one for each action, and one for the errors of the API itself.
 *
 * The vendor offers no idempotency key, so that a lost answer can only be reported, not asked for again.
 */
export function createTencent({
  endpoint = 'https://faceid.tencentcloudapi.com',
  credentials,
  tls,
  clock = () => new Date(),
}: TencentOptions): UpstreamProvider {
  const { host, origin } = new URL(endpoint);

  async function ask(call: UpstreamCall): Promise<UpstreamAnswer> {
    const action = actions[call.subCheck];
    if (!action) throw new OwnFaultError('provider-setup', 'the source does not offer this sub-check');
    if (action.comparesFaces && base64Length(call.photo?.length ?? 0) > longestPhotoText)
      return { finding: photoTooLarge, billed: false };
    const body = JSON.stringify(action.parametersOf(call));
    const key = await readCredentials(credentials, accessKeyIn, accessKeyForm);
    const at = clock();
    const response = await send({
      method: 'POST',
      url: `${origin}/`,
      headers: {
        host,
        'content-type': contentType,
        authorization: authorizationOf({ host, contentType, body, service, at }, key),
        'x-tc-action': action.name,
        'x-tc-version': version,
        'x-tc-timestamp': timestampOf(at),
      },
      body,
      signal: call.signal,
      ...(tls && { tls }),
    });
    return answerOf(action, readEnvelope(response));
  }

  return {
    name: 'tencent',
    serves: (subCheck) => Object.hasOwn(actions, subCheck),
    limitOn: (subCheck) => {
      const action = actions[subCheck];
      return action && { operation: action.name, callsPerSecond: action.callsPerSecond };
    },
    ask,
  };
}

/** Tencent Cloud as a stage asks it. */
export function tencent({ credentialsOf }: ProviderSettings): UpstreamProvider {
  return createTencent({ credentials: () => credentialsOf<TencentCredentials>('tencent') });
}
