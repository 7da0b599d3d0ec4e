import { useEffect, useState } from 'preact/hooks';
import { inspection, type ListedExecution } from '../shell/inspection.ts';
import { say } from '../shell/language.ts';
import { hashOf } from '../shell/route.ts';
import { settings, startedAs, startedHere } from '../shell/session.ts';
import { duration, Moment, runStatusOf, StatusMark } from '../shell/words.tsx';
import { texts } from '../texts.ts';

/** How often the list is read again, in milliseconds. */
const refreshMs = 2000;

/** The executions of the run, kept up to date; undefined while they are read for the first time. */
function useExecutions(): readonly ListedExecution[] | undefined {
  const [listed, list] = useState<readonly ListedExecution[]>();
  useEffect(() => {
    const controller = new AbortController();
    const read = async () => {
      const answer = await inspection.executions(controller.signal).catch(() => undefined);
      if (answer) list(answer.executions);
    };
    void read();
    const timer = setInterval(read, refreshMs);
    return () => {
      clearInterval(timer);
      controller.abort();
    };
  }, []);
  return listed;
}

function ExecutionLink({ reportId }: { reportId: string }) {
  return (
    <a href={hashOf({ view: 'execution', reportId, part: 'progress' })}>
      <code>{reportId}</code>
    </a>
  );
}

function ReportLink({ reportId }: { reportId: string }) {
  if (!startedAs(reportId)) return null;
  return (
    <a
      href={hashOf({ view: 'execution', reportId, part: 'report' })}
      aria-label={`${say(texts.readReport)} ${reportId}`}
    >
      {say(texts.readReport)}
    </a>
  );
}

function InspectedList() {
  const executions = useExecutions();
  if (!executions) return <p>{say(texts.loading)}</p>;
  if (executions.length === 0) return <p>{say(texts.noExecutions)}</p>;
  return (
    <section class="panel" aria-labelledby="executions-title">
      <table class="stacking executions">
        <thead>
          <tr>
            <th scope="col">{say(texts.execution)}</th>
            <th scope="col">{say(texts.status)}</th>
            <th scope="col">{say(texts.startedAt)}</th>
            <th scope="col" class="number">
              {say(texts.took)}
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {executions.map(({ reportId, status, startedAt, endedAt }) => (
            <tr key={reportId}>
              <th scope="row">
                <ExecutionLink reportId={reportId} />
              </th>
              <td>
                <StatusMark status={runStatusOf(status)} />
              </td>
              <td>
                <Moment at={startedAt} />
              </td>
              <td class="number">
                {endedAt === undefined
                  ? '–'
                  : duration(new Date(endedAt).getTime() - new Date(startedAt).getTime())}
              </td>
              <td>
                <ReportLink reportId={reportId} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function OwnList() {
  if (startedHere.value.length === 0) return <p>{say(texts.noExecutions)}</p>;
  return (
    <section class="panel" aria-labelledby="executions-title">
      <ul class="own-executions">
        {startedHere.value.map(({ reportId, at }) => (
          <li key={reportId}>
            <ExecutionLink reportId={reportId} /> <Moment at={at} /> <ReportLink reportId={reportId} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Past and running executions: all of the run where they can be looked at, otherwise those of this tab. */
export function ExecutionsView() {
  const { inspection: all } = settings.value;
  return (
    <>
      <h1 id="executions-title" tabIndex={-1}>
        {say(texts.executions)}
      </h1>
      <p class="lead">{say(all ? texts.executionsAll : texts.executionsHere)}</p>
      {all ? <InspectedList /> : <OwnList />}
    </>
  );
}
