import { permissionOf } from '@kyc-china/core/call-permission';
import { type CheckedKey, keyScopes } from '@kyc-china/core/client-keys';
import { checkConsent } from '@kyc-china/core/consent';
import type { ApiErrorCode } from '@kyc-china/core/contract/answer-schemas';
import { parseListQuery } from '@kyc-china/core/contract/parse-list';
import { parsePollRequest } from '@kyc-china/core/contract/parse-poll';
import { parseVerificationRequest } from '@kyc-china/core/contract/parse-request';
import { parseUsageQuery } from '@kyc-china/core/contract/parse-usage';
import { InvalidRequestError } from '@kyc-china/core/contract/problems';
import { LimitReachedError } from '@kyc-china/core/limits';
import { explainNothingEligible, explainNothingOffered } from '@kyc-china/core/sub-checks/eligibility';

const requestId = '5d1c7c1e-2b7f-4f0e-9a3b-6f6a6f1f7c11';

interface Example {
  readonly summary: string;
  readonly value: {
    message: string;
    requestId: string;
    code?: ApiErrorCode;
    resetsAt?: string;
    errors?: readonly object[];
  };
}

function example(summary: string, message: string, errors: readonly object[] = []): Example {
  return { summary, value: { message, requestId, ...(errors.length > 0 && { errors }) } };
}

/** Returns an example with a code. */
function coded(code: ApiErrorCode, { summary, value }: Example): Example {
  return { summary, value: { ...value, code } };
}

/** Returns the response to a request that a limit leaves no room for, with the domain's own message. */
function limitReached(): Example {
  const { message, resetsAt } = new LimitReachedError(
    'verificationsPerDay',
    new Date('2026-03-01T02:03:04Z'),
  );
  const { summary, value } = coded('limit-reached', example('A limit of the client is reached', message));
  return { summary, value: { ...value, resetsAt: resetsAt.toISOString() } };
}

/** Returns the response to a call from a documentation address that its key does not permit, with the domain's own words. */
function keyRefusal(summary: string, key: Pick<CheckedKey, 'scopes' | 'networks'>): Example {
  const { refusal } = permissionOf({ id: 'k', secrets: [], ...key }, '203.0.113.9');
  if (!refusal) throw new Error(`the example of an error does not fail: ${summary}`);
  return coded(refusal.code, example(summary, refusal.message));
}

/** Returns the response to a body that the parser refuses, with the parser's own message. */
function refusal(summary: string, parse: () => unknown): Example {
  try {
    parse();
  } catch (error) {
    if (error instanceof InvalidRequestError) return example(summary, error.message, error.problems);
    throw error;
  }
  throw new Error(`the example of an error does not fail: ${summary}`);
}

/**
 * Returns an example for each kind of error. Messages of the domain come from the domain. The other messages belong to the
 * HTTP layer and to the gateway: a test compares them.
 */
export function errorExamples() {
  const notJson = example('The body is not JSON', 'The body is not valid JSON.');
  return {
    request400: {
      invalidFields: refusal('Several fields are wrong, one of them misspelt', () =>
        parseVerificationRequest({ name: 'Zhang San', idNo: '110101199001011234', mobile: '+8613800138000' }),
      ),
      nothingEligible: example('Nothing can run', explainNothingEligible(new Set(['facePhoto']))),
      nothingOffered: example('Nothing is offered', explainNothingOffered(['mobile.location-work'])),
      noConsent: coded(
        'consent-required',
        refusal('A consent is missing that the stage requires', () =>
          checkConsent({ 'identity.image': ['sensitive', 'face'] }, ['identity.image'], undefined),
        ),
      ),
      notJson,
    },
    poll400: {
      noToken: refusal('There is no token', () => parsePollRequest({})),
      notJson,
    },
    list400: {
      parameters: refusal('Two parameters cannot be used', () =>
        parseListQuery({ state: ['failed'], limit: ['500'] }),
      ),
    },
    usage400: {
      noMonth: refusal('There is no month', () => parseUsageQuery({}, new Date('2026-11-29T00:00:00Z'))),
    },
    report404: {
      noReport: example(
        "An unknown, erased or expired report, or another client's",
        'No report has this id: it is unknown, erased or expired, or another client requested it.',
      ),
    },
    client401: {
      client: example(
        'No such client, or not its secret',
        'The x-client-id and x-client-secret headers must be those of an active client.',
      ),
    },
    token401: {
      token: example(
        "A token that is forged, expired, unknown or another client's",
        'Invalid or expired token.',
      ),
    },
    key403: {
      scope: keyRefusal('The key does not have the scope of the call', { scopes: ['read'] }),
      network: keyRefusal('The call comes from another network', {
        scopes: keyScopes,
        networks: ['192.0.2.0/24'],
      }),
    },
    filtered403: {
      filtered: example('The firewall refused the call', 'The request was refused before it was read.'),
    },
    conflict409: {
      otherBody: coded(
        'idempotency-conflict',
        example(
          'The key was used with another body',
          'This Idempotency-Key was used with another body in the last 24 hours: send a new key with a new request.',
        ),
      ),
    },
    tooLarge413: {
      photo: refusal('The photo is too large', () =>
        parseVerificationRequest({ facePhoto: 'A'.repeat(6 * 1024 * 1024) }),
      ),
      body: example(
        'The body is too large to be read',
        'The body is too large: a face photo may have at most 4 MB once decoded.',
      ),
    },
    mediaType415: {
      notJson: example(
        'The content type is not JSON',
        'The body must be JSON: send it with content-type: application/json.',
      ),
    },
    throttled429: {
      address: {
        summary: 'Too many from one address, on production',
        // The firewall responds, with a fixed message.
        value: {
          message: 'Too many requests came from this address: wait five minutes, then send them more slowly.',
          requestId: '-',
        },
      },
      throttled: example('Too fast', 'Too many requests at once: wait and send it again.'),
      quota: coded(
        'quota-exceeded',
        example(
          'Too many',
          'The monthly quota is used up. It is renewed on the first day of the next month, UTC.',
        ),
      ),
    },
    limited429: { limit: limitReached() },
    unexpected500: {
      unexpected: example(
        'An unexpected error',
        'The service could not answer. Send the request again in a few seconds.',
      ),
    },
    request502: {
      notStarted: example(
        'The verification was not started',
        'The verification could not be started. Send the request again, with the same Idempotency-Key if it had one: then no source is called or billed twice.',
      ),
    },
    poll502: {
      failed: {
        summary: 'There will be no report',
        value: {
          message:
            'The report could not be produced, and polling again will not change this. Send the request again, with another Idempotency-Key if it had one.',
          requestId,
          code: 'report-failed' as const,
        },
      },
    },
    busy503: {
      busy: example(
        'The service is short of capacity',
        'The service failed to answer. Send the request again in a few seconds, with the same Idempotency-Key if it had one.',
      ),
      late: example(
        'The answer took too long',
        'The answer took too long. Send the request again in a few seconds, with the same Idempotency-Key if it had one.',
      ),
    },
  };
}
