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
import { idempotencyKeyOf } from './journal-records.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { Person } from './people.ts';

/** The API knows an idempotency key for 24 hours. Repetitions of one call may take some of the rest. */
const keyKnownMs = 23.5 * 60 * 60 * 1000;

/** Whether a person was sent cannot be told, and sending again might ask every source again. */
export interface Unknown {
  readonly verdict: 'unknown';
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
  verdict: 'unknown',
  message: `Sent more than a day ago, and whether it arrived is not known. ${resendHint}`,
};
const lostReport: Unknown = {
  verdict: 'unknown',
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
  throw new KycProtocolError('What answers at the API’s address accepts a request for nothing.');
}

function refusal({ message, errors }: KycRequestError): Outcome {
  return {
    verdict: 'refused',
    message: errors ? errors.map((error) => `${error.field} ${error.message}`).join('; ') : message,
  };
}

/** The key to send a row under, on disk before it is used; undefined when its last one is too old to be repeated. */
async function keyFor(
  row: number,
  { journal, now }: RowContext,
  again: boolean,
): Promise<string | undefined> {
  const { sending } = journal.stateOf(row);
  if (sending && !again)
    return now().getTime() - Date.parse(sending.at) < keyKnownMs ? sending.key : undefined;
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
    if (!(error instanceof KycRequestError) || error instanceof KycAuthenticationError) throw error;
    if (error.status === 409) return lostKey;
    if (error.status === 429 || error.status >= 500) throw error;
    return refusal(error);
  }
}

async function reportOf(token: string, { client, signal }: RowContext): Promise<Outcome | Unknown> {
  try {
    return outcomeOf(await client.report(token, { signal }));
  } catch (error) {
    if (error instanceof KycAuthenticationError && error.status === 401) return lostReport;
    if (isReportFailed(error))
      return {
        verdict: 'failed',
        message: `No report came of it. Each run of the command looks again. ${resendHint}`,
      };
    throw error;
  }
}

/**
 * Brings one row to its end from wherever the journal says that it is, and writes down each step. One that failed is
 * polled once more, which costs nothing: the operator may have run it again, or a gateway have said what the API would not.
 * @throws KycError when it cannot be brought to an end now; the signal's reason.
 */
export async function settleRow(
  row: number,
  person: Person,
  context: RowContext,
): Promise<Outcome | Unknown> {
  const { client, journal, resend, signal } = context;
  const before = journal.stateOf(row).outcome;
  if (before && before.verdict !== 'failed') return before;

  let result: string | Outcome | Unknown =
    journal.stateOf(row).token ?? (await send(row, person, context, false));
  if (typeof result === 'string') result = await reportOf(result, context);
  const isStillFailed = before !== undefined && (result === lostReport || result.verdict === 'failed');
  if (resend && (isStillFailed || result === lostReport)) {
    // A client that is refused altogether must not lose its tokens.
    await checkClient(client, signal);
    result = await send(row, person, context, true);
    if (typeof result === 'string') result = await reportOf(result, context);
  } else if (isStillFailed) return before;
  if (result.verdict !== 'unknown') await journal.append({ row, outcome: result });
  return result;
}
