import { useEffect, useState } from 'preact/hooks';
import { DecisionBanner } from '../report/decision-banner.tsx';
import { CopyButton } from '../report/json-panel.tsx';
import { ReportPart } from '../report/report-part.tsx';
import { type Followed, follow } from '../shell/follow.ts';
import { say } from '../shell/language.ts';
import { type ExecutionPart, executionParts, hashOf } from '../shell/route.ts';
import { settings, startedAs } from '../shell/session.ts';
import { useNow } from '../shell/use-media.ts';
import { duration, Moment, runStatusOf, StatusMark } from '../shell/words.tsx';
import { counts, partNames, texts } from '../texts.ts';
import { HistoryPart } from './history-part.tsx';
import { PdfPart } from './pdf-part.tsx';
import { isUnderWay, modelOf, ProgressPart } from './progress-part.tsx';
import { ReportGate } from './report-gate.tsx';
import { WebhooksPart } from './webhooks-part.tsx';

/** The execution, followed for as long as it is looked at. */
function useFollowed(reportId: string): Followed | undefined {
  const [followed, setFollowed] = useState<Followed>();
  useEffect(() => {
    const following = follow(reportId);
    setFollowed(following);
    return following.stop;
  }, [reportId]);
  return followed;
}

function Times({ followed }: { followed: Followed }) {
  const now = useNow(isUnderWay(followed));
  const { reportId, execution, report } = followed;
  const inspected = execution.value;
  const metadata = report.value?.reportMetadata;
  const startedAt = inspected?.startedAt ?? metadata?.requestedAt ?? startedAs(reportId)?.at;
  if (startedAt === undefined) return null;
  const endedAt = inspected ? inspected.endedAt : metadata?.completedAt;
  const end = endedAt === undefined ? now : new Date(endedAt).getTime();
  return (
    <>
      <span>
        {say(texts.startedAt)} <Moment at={startedAt} />
      </span>
      <span>
        {say(texts.took)} {duration(Math.max(0, end - new Date(startedAt).getTime()))}
      </span>
    </>
  );
}

/** How far it is, said aloud as it goes on. */
function Progress({ followed }: { followed: Followed }) {
  const model = modelOf(followed)?.model;
  const total = model?.iterations.length ?? 0;
  const counted = model?.iterations.filter(({ endedAt }) => endedAt !== undefined).length ?? 0;
  const done = followed.execution.value ? counted : (followed.progress.value?.completed ?? 0);
  const ready = followed.report.value !== undefined;
  return (
    <div class="progress">
      {!ready && total > 0 && <progress max={total} value={done} aria-label={say(partNames.progress)} />}
      <p role="status">
        {ready ? say(texts.reportReady) : total > 0 ? say(counts.ofCalls(done, total)) : ''}
        {followed.unreachable.value && ` ${say(texts.connectionLost)}`}
      </p>
    </div>
  );
}

function statusOf({ execution, report, reportProblem }: Followed) {
  if (execution.value) return runStatusOf(execution.value.status);
  if (report.value) return 'succeeded';
  return reportProblem.value?.is === 'failed' ? 'failed' : 'running';
}

function Parts({ reportId, part }: { reportId: string; part: ExecutionPart }) {
  const offered = executionParts.filter(
    (one) => settings.value.inspection || (one !== 'webhooks' && one !== 'history'),
  );
  return (
    <nav class="parts" aria-label={say(texts.execution)}>
      {offered.map((one) => (
        <a
          key={one}
          href={hashOf({ view: 'execution', reportId, part: one })}
          {...(one === part && { 'aria-current': 'page' as const })}
        >
          {say(partNames[one])}
        </a>
      ))}
    </nav>
  );
}

function Part({ followed, part }: { followed: Followed; part: ExecutionPart }) {
  if (part === 'progress') return <ProgressPart followed={followed} />;
  if (part === 'history') return <HistoryPart followed={followed} />;
  if (part === 'webhooks') return <WebhooksPart followed={followed} />;
  return (
    <ReportGate followed={followed}>
      {(report) => (part === 'pdf' ? <PdfPart report={report} /> : <ReportPart report={report} />)}
    </ReportGate>
  );
}

/** One verification: its decision, and in parts how it goes, its report, PDF, webhooks and history. */
export function ExecutionView({ reportId, part }: { reportId: string; part: ExecutionPart }) {
  const followed = useFollowed(reportId);
  const report = followed?.report.value;
  return (
    <>
      <div class="execution-head">
        <h1 tabIndex={-1}>{say(texts.execution)}</h1>
        <p class="identity">
          <code>{reportId}</code>
          <CopyButton text={reportId} what={reportId} />
        </p>
        {followed && (
          <p class="times">
            <StatusMark status={statusOf(followed)} />
            <Times followed={followed} />
          </p>
        )}
      </div>
      {followed && <Progress followed={followed} />}
      {report && <DecisionBanner report={report} />}
      <Parts reportId={reportId} part={part} />
      {followed && <Part followed={followed} part={part} />}
    </>
  );
}
