import {
  isReportFailed,
  KycAuthenticationError,
  type KycClient,
  KycProtocolError,
  KycRequestError,
  type VerificationRequest,
} from '../../src/index.ts';
import { facePhotoOf } from '../photo-file.ts';
import type { Journal } from './journal.ts';
import { idempotencyKeyOf, type SendingRecord } from './journal-records.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { Person } from './people.ts';

/** The API knows an idempotency key for 24 hours. Repetitions of one call may take some of the rest. */
const keyKnownMs = 23.5 * 60 * 60 * 1000;

/** Whether a person was sent is not known, and another request might be billed again. */
export interface Unknown {
  readonly decision: 'unknown';
  readonly message: string;
}

export interface RowContext {
  readonly client: KycClient;
  readonly journal: Journal;
  readonly resend: boolean;
  readonly signal: AbortSignal;
  readonly now: () => Date;
}

const resendHint = 'With --resend the person is sent again, and billed again if it was.';
const lostKey: Unknown = {
  decision: 'unknown',
  message: `Sent more than a day ago, and whether it arrived is not known. ${resendHint}`,
};
const conflict: Unknown = {
  decision: 'unknown',
  message: `Sent before, and the API holds another request under its key. ${resendHint}`,
};
const mistaken: Unknown = {
  decision: 'unknown',
  message:
    'Recorded as refused, but the answer was not the API’s. With --resend the person is sent again, and not billed again within a day.',
};
const lostReport: Unknown = {
  decision: 'unknown',
  message: `Sent, and the API holds its report no longer. ${resendHint}`,
};

/**
 * Makes sure that the API takes the client's id and secret, without sending anything of a person.
 * @throws KycError when it does not.
 */
export async function checkClient(client: KycClient, signal: AbortSignal): Promise<void> {
  try {
    await client.request({}, { signal });
  } catch (error) {
    if (error instanceof KycRequestError && error.status === 400) return;
    throw error;
  }
  // The API refuses a request for nothing.
  throw new KycProtocolError(200);
}

function refusal({ message, errors }: KycRequestError): Outcome {
  return {
    decision: 'refused',
    message: errors ? errors.map((error) => `${error.field} ${error.message}`).join('; ') : message,
  };
}

/** Statuses by which the API refuses a request for what its body is. */
const refusals = [400, 413];

/**
 * Whether an earlier version took an answer that was not the API's for a refusal: the API has words for each of its own. The
 * request may have arrived.
 */
function isMistakenRefusal({ decision, message }: Outcome): boolean {
  return decision === 'refused' && /^The call was answered [0-9]+\.$/.test(message ?? '');
}

/** Whether the API still knows the key that a row was sent under. */
function isKnown({ at }: SendingRecord, now: Date): boolean {
  return now.getTime() - Date.parse(at) < keyKnownMs;
}

/** The key to send a row under, on disk before it is used; undefined when its last one is too old to be repeated. */
async function keyFor(
  row: number,
  { journal, now }: RowContext,
  again: boolean,
): Promise<string | undefined> {
  const { sending } = journal.stateOf(row);
  if (sending && !again) return isKnown(sending, now()) ? sending.key : undefined;
  const attempt = (sending?.attempt ?? 0) + 1;
  const key = idempotencyKeyOf(journal.batch, row, attempt);
  await journal.append({ row, attempt, key, at: now().toISOString() });
  return key;
}

async function send(
  row: number,
  { applicant, photoFile }: Person,
  context: RowContext,
  again: boolean,
): Promise<string | Outcome | Unknown> {
  const { client, journal, signal, resend } = context;
  const body: VerificationRequest = {
    ...applicant,
    ...(photoFile !== undefined && { facePhoto: await facePhotoOf(photoFile) }),
  };
  const idempotencyKey =
    (await keyFor(row, context, again)) ?? (resend ? await keyFor(row, context, true) : undefined);
  if (idempotencyKey === undefined) return lostKey;
  try {
    const { token } = await client.request(body, { idempotencyKey, signal });
    await journal.append({ row, token });
    return token;
  } catch (error) {
    if (!(error instanceof KycRequestError)) throw error;
    if (error.status === 409) return conflict;
    if (refusals.includes(error.status)) return refusal(error);
    throw error;
  }
}

async function reportOf(token: string, { client, signal }: RowContext): Promise<Outcome | Unknown> {
  try {
    return outcomeOf(await client.report(token, { signal }));
  } catch (error) {
    if (error instanceof KycAuthenticationError && error.status === 401) {
      // The same status for the token and for the client. If it is the client, its reports are not lost.
      await checkClient(client, signal);
      return lostReport;
    }
    if (isReportFailed(error))
      return {
        decision: 'no-report',
        message: `The report could not be produced. Each run of the command looks again. ${resendHint}`,
      };
    throw error;
  }
}

/**
 * Brings one row to its end from wherever the journal says that it is, and writes down each step. One that failed is
 * polled once more, which costs nothing: the operator may have run it again. With --resend, one that was refused is sent
 * again under its key, so that one which did arrive is not billed twice.
 * @throws KycError when it cannot be brought to an end now; the signal's reason.
 */
export async function settleRow(
  row: number,
  person: Person,
  context: RowContext,
): Promise<Outcome | Unknown> {
  const { client, journal, resend, signal } = context;
  const before = journal.stateOf(row).outcome;
  if (before?.decision === 'refused' && !resend) return isMistakenRefusal(before) ? mistaken : before;
  if (before && before.decision !== 'no-report' && before.decision !== 'refused') return before;

  const first = journal.stateOf(row).token ?? (await send(row, person, context, false));
  let result = typeof first === 'string' ? await reportOf(first, context) : first;
  const { sending } = journal.stateOf(row);
  if (result === lostReport && sending && isKnown(sending, context.now())) {
    // What arrived as the token may have been garbled: under the same key the API gives it again, and bills nothing.
    const again = await send(row, person, context, false);
    if (typeof again === 'string' && again !== first) result = await reportOf(again, context);
  }
  const isStillFailed =
    before?.decision === 'no-report' && (result === lostReport || result.decision === 'no-report');
  if (resend && (isStillFailed || result === lostReport)) {
    // A client that is refused altogether must not lose its tokens.
    await checkClient(client, signal);
    const renewed = await send(row, person, context, true);
    result = typeof renewed === 'string' ? await reportOf(renewed, context) : renewed;
  } else if (isStillFailed) return before;
  if (result.decision !== 'unknown') await journal.append({ row, outcome: result });
  return result;
}
