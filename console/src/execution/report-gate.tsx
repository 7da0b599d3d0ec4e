import type { DeliveredReport } from '@kyc-china/core/report';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { ClientFields } from '../form/client-fields.tsx';
import type { Followed } from '../shell/follow.ts';
import { say } from '../shell/language.ts';
import { rememberToken } from '../shell/session.ts';
import { InEnglish } from '../shell/words.tsx';
import { counts, texts } from '../texts.ts';

function TokenForm({ followed }: { followed: Followed }) {
  const [token, setToken] = useState('');
  const { reportId, readReport } = followed;
  return (
    <form
      class="token-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (token.trim() !== '') rememberToken(reportId, token.trim());
        readReport();
      }}
    >
      <div class="field">
        <label for="token">{say(texts.token)}</label>
        <input
          id="token"
          value={token}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => setToken(event.currentTarget.value)}
        />
      </div>
      <ClientFields />
      <button type="submit" class="primary">
        {say(texts.readReport)}
      </button>
    </form>
  );
}

/** Shows its content when the report is there, and otherwise the problem and how to fix it. */
export function ReportGate(props: {
  followed: Followed;
  children: (report: DeliveredReport) => ComponentChildren;
}) {
  const { followed, children } = props;
  const report = followed.report.value;
  const problem = followed.reportProblem.value;
  const progress = followed.progress.value;
  if (report) return <>{children(report)}</>;
  if (!problem)
    return (
      <p>
        {say(texts.reportPending)} {progress && say(counts.ofCalls(progress.completed, progress.total))}
      </p>
    );
  return (
    <section class="panel">
      {problem.is === 'failed' ? (
        <p class="problem">
          <InEnglish>{problem.message}</InEnglish>
        </p>
      ) : (
        <p>{say(problem.is === 'no-token' ? texts.noToken : texts.notAuthorised)}</p>
      )}
      <TokenForm followed={followed} />
    </section>
  );
}
