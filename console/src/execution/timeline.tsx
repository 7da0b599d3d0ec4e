import { say } from '../shell/language.ts';
import { duration, isOutcome, OutcomeMark, StatusMark } from '../shell/words.tsx';
import { texts } from '../texts.ts';
import type { ExecutionModel, Iteration } from './execution-model.ts';
import { taskName } from './graph-view.tsx';

function Bar({
  iteration,
  from,
  span,
  now,
}: {
  iteration: Iteration;
  from: number;
  span: number;
  now: number;
}) {
  const { startedAt, endedAt } = iteration;
  if (startedAt === undefined || span <= 0) return null;
  const left = ((startedAt - from) / span) * 100;
  const width = Math.max(1.5, (((endedAt ?? now) - startedAt) / span) * 100);
  return (
    <span class="track" aria-hidden="true">
      <span class="bar" style={{ left: `${left}%`, width: `${Math.min(width, 100 - left)}%` }} />
    </span>
  );
}

/** The iterations as a table: when each ran, how long, how often it was tried, its result. */
export function Timeline({ model, now }: { model: ExecutionModel; now: number }) {
  const { iterations } = model;
  const starts = iterations.flatMap(({ startedAt }) => startedAt ?? []);
  const from = Math.min(...starts);
  const span = Math.max(...iterations.map(({ endedAt }) => endedAt ?? now)) - from;
  return (
    <section class="panel timeline" aria-labelledby="timeline-title">
      <h2 id="timeline-title">{say(texts.timeline)}</h2>
      <table class="stacking">
        <thead>
          <tr>
            <th scope="col">{say(texts.subCheck)}</th>
            <th scope="col" class="number">
              {say(texts.took)}
            </th>
            <th scope="col" class="number">
              {say(texts.attempts)}
            </th>
            <th scope="col">{say(texts.outcome)}</th>
          </tr>
        </thead>
        <tbody>
          {iterations.map((iteration) => {
            const { index, startedAt, endedAt, status, outcome, attempts, task } = iteration;
            const ended = status === 'succeeded' || status === 'caught';
            return (
              <tr key={index} class={ended && isOutcome(outcome) ? `outcome-${outcome}` : `status-${status}`}>
                <th scope="row">
                  {taskName(iteration)}
                  <code>{task?.subCheck}</code>
                  <Bar iteration={iteration} from={from} span={span} now={now} />
                </th>
                <td class="number">
                  {startedAt === undefined ? '–' : duration((endedAt ?? now) - startedAt)}
                </td>
                <td class="number" data-label={say(texts.attempts)}>
                  {attempts}
                </td>
                <td>
                  {ended && isOutcome(outcome) ? (
                    <OutcomeMark outcome={outcome} />
                  ) : (
                    <StatusMark status={status} />
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
