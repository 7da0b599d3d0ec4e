import type { Followed } from '../shell/follow.ts';
import { Icon } from '../shell/icons.tsx';
import { say } from '../shell/language.ts';
import { settings } from '../shell/session.ts';
import { Moment } from '../shell/words.tsx';
import { attemptOutcomes, texts } from '../texts.ts';

function Signature({ verdict }: { verdict: 'ok' | 'wrong' }) {
  return (
    <span class={`mark ${verdict === 'ok' ? 'outcome-matched' : 'outcome-unmatched'}`}>
      <Icon name={verdict === 'ok' ? 'check' : 'cross'} />
      {say(verdict === 'ok' ? texts.signatureOk : texts.signatureWrong)}
    </span>
  );
}

/** What was posted, how the receiver answered, and whether what arrived here carries the client's signature. */
export function WebhooksPart({ followed }: { followed: Followed }) {
  const webhooks = followed.webhooks.value;
  if (!settings.value.inspection) return <p>{say(texts.noInspection)}</p>;
  if (!webhooks) return <p>{say(texts.loading)}</p>;
  const { attempts, received } = webhooks;
  return (
    <div class="webhooks-part">
      <section class="panel" aria-labelledby="attempts-title">
        <h2 id="attempts-title">{say(texts.attemptsTitle)}</h2>
        {attempts.length === 0 ? (
          <p>{say(texts.noAttempts)}</p>
        ) : (
          <table class="stacking">
            <thead>
              <tr>
                <th scope="col">{say(texts.attempt)}</th>
                <th scope="col">{say(texts.time)}</th>
                <th scope="col">{say(texts.answer)}</th>
                <th scope="col">{say(texts.outcome)}</th>
                <th scope="col">{say(texts.nextAttempt)}</th>
              </tr>
            </thead>
            <tbody>
              {attempts.map(({ webhookId, attempt, at, status, outcome, nextAt }) => (
                <tr key={`${webhookId} ${at}`}>
                  <th scope="row">
                    {attempt} <code>{webhookId}</code>
                  </th>
                  <td>
                    <Moment at={at} />
                  </td>
                  <td>{status === undefined ? say(texts.noAnswer) : `HTTP ${status}`}</td>
                  <td>{say(attemptOutcomes[outcome])}</td>
                  <td>{nextAt === undefined ? '–' : <Moment at={nextAt} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <section class="panel" aria-labelledby="received-title">
        <h2 id="received-title">{say(texts.receivedTitle)}</h2>
        {received.length === 0 ? (
          <p>{say(texts.noneReceived)}</p>
        ) : (
          <ul class="received">
            {received.map(({ webhookId, at, signature }) => (
              <li key={`${webhookId} ${at}`}>
                <Signature verdict={signature} />
                <code>{webhookId}</code>
                <Moment at={at} />
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}
