import { signal } from '@preact/signals';
import {
  type FieldError,
  KycError,
  KycRequestError,
  type VerificationRequest,
} from '../../../packages/client/src/index.ts';
import { apiClient } from '../shell/follow.ts';
import { goTo } from '../shell/route.ts';
import { credentials, rememberStarted } from '../shell/session.ts';
import { assessment, attempted, body, mode, tasks } from './form-state.ts';

/** Why a request was not taken. */
export interface Refusal {
  /** Whether the API itself said so. */
  readonly byApi: boolean;
  /** In English; undefined where the problems say it all. */
  readonly message?: string;
  readonly requestId?: string;
  readonly problems: readonly FieldError[];
}

export const refusal = signal<Refusal | undefined>(undefined);
export const sending = signal(false);
/** Set when the client's id or secret is missing. */
export const clientMissing = signal(false);

function refusalBy(error: unknown): Refusal {
  if (error instanceof KycRequestError) {
    const { message, requestId, errors } = error;
    return { byApi: true, message, problems: errors ?? [], ...(requestId !== undefined && { requestId }) };
  }
  if (error instanceof KycError) return { byApi: false, message: error.message, problems: [] };
  throw error;
}

/** What keeps the form from being sent. JSON is sent unchanged, so that the API answers it. */
function localRefusal(): Refusal | undefined {
  const { problems, nothingEligible } = assessment.value;
  if (mode.value === 'json') return undefined;
  if (problems.length > 0) return { byApi: false, problems };
  return nothingEligible === undefined ? undefined : { byApi: false, message: nothingEligible, problems: [] };
}

/**
 * The key that a body was last sent with, until it is taken. Sent again as it is after an answer that was lost, it is the
 * same verification, not another that is paid for.
 */
const keys = new WeakMap<object, string>();

/** Sends the content of the form and goes on to the verification; or says why not. */
export async function send(): Promise<void> {
  const sent = body.value;
  if (sending.value || !sent) return;
  attempted.value = true;
  const { clientId, clientSecret } = credentials.value;
  clientMissing.value = clientId === '' || clientSecret === '';
  refusal.value = localRefusal();
  if (refusal.value || clientMissing.value) return;
  sending.value = true;
  const idempotencyKey = keys.get(sent) ?? crypto.randomUUID();
  keys.set(sent, idempotencyKey);
  try {
    const planned = tasks.value;
    // What JSON holds is the API's to judge.
    const { token, reportId } = await apiClient().request(sent as VerificationRequest, { idempotencyKey });
    keys.delete(sent);
    rememberStarted({ reportId, token, tasks: planned, at: new Date().toISOString() });
    attempted.value = false;
    goTo({ view: 'execution', reportId, part: 'progress' });
  } catch (error) {
    refusal.value = refusalBy(error);
  } finally {
    sending.value = false;
  }
}
