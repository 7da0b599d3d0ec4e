import { definitionOf, type SubCheckId } from '@kyc-china/core/sub-checks/catalogue';
import type { SubCheckTask } from '@kyc-china/core/sub-checks/eligibility';
import type { Followed } from '../shell/follow.ts';
import { say } from '../shell/language.ts';
import { duration } from '../shell/words.tsx';
import { counts, texts } from '../texts.ts';
import { detailsOf, type HistoryEvent, jsonOf, textOf } from './history-event.ts';

/** The details with the JSON in them read, as indented text. */
function readable(event: HistoryEvent): string {
  const entries = Object.entries(detailsOf(event)).map(([key, value]) => [key, jsonOf(event, key) ?? value]);
  return JSON.stringify(Object.fromEntries(entries), null, 2);
}

/** An event's type as words: `LambdaFunctionFailed` is Lambda function failed. */
function words(type: string): string {
  const spaced = type.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

function toneOf(type: string): string {
  if (/Failed|TimedOut|Aborted/.test(type)) return 'bad';
  return /Succeeded$/.test(type) ? 'good' : 'plain';
}

/** The sub-check that an event of an iteration is about. */
function subCheckOf(event: HistoryEvent): SubCheckId | undefined {
  const data = (jsonOf(event, 'input') ?? jsonOf(event, 'output')) as
    | { task?: SubCheckTask; subCheck?: SubCheckId }
    | undefined;
  return data?.task?.subCheck ?? data?.subCheck;
}

function EventRow({ event, from }: { event: HistoryEvent; from: number }) {
  const details = detailsOf(event);
  const hasDetails = Object.keys(details).length > 0;
  const name = textOf(event, 'name');
  const subCheck = subCheckOf(event);
  return (
    <tr class={`tone-${toneOf(event.type)}`}>
      <td class="number">{event.id}</td>
      <td class="number">{duration((event.timestamp - from) * 1000)}</td>
      <th scope="row">
        <span class="event" lang="en">
          {words(event.type)}
        </span>
        {name !== undefined && <code>{name}</code>}
        {typeof details.index === 'number' && (
          <span class="hint">
            {say(texts.iteration)} {details.index}
          </span>
        )}
        {subCheck !== undefined && <span class="hint">{say(definitionOf(subCheck).label)}</span>}
        {textOf(event, 'error') !== undefined && <code class="error">{textOf(event, 'error')}</code>}
        {hasDetails && (
          <details>
            <summary>{say(texts.details)}</summary>
            <pre>{readable(event)}</pre>
          </details>
        )}
      </th>
    </tr>
  );
}

/** Every event of the execution, oldest first, each with its details. */
export function HistoryPart({ followed }: { followed: Followed }) {
  const execution = followed.execution.value;
  if (!execution) return <p>{say(execution === null ? texts.noInspection : texts.loading)}</p>;
  const { events } = execution;
  const from = events[0]?.timestamp ?? 0;
  return (
    <section class="panel history" aria-labelledby="history-title">
      <h2 id="history-title">{say(texts.events)}</h2>
      <p class="hint">{say(counts.events(events.length))}</p>
      <table>
        <thead>
          <tr>
            <th scope="col" class="number">
              {say(texts.eventNumber)}
            </th>
            <th scope="col" class="number">
              {say(texts.after)}
            </th>
            <th scope="col">{say(texts.event)}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <EventRow key={event.id} event={event} from={from} />
          ))}
        </tbody>
      </table>
    </section>
  );
}
