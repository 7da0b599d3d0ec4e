import { outcomes } from '@kyc-china/core/labels';
import type { Label } from '@kyc-china/core/sub-checks/catalogue';
import type { Outcome } from '@kyc-china/core/sub-checks/findings';
import type { RunStatus } from '../execution/execution-model.ts';
import { texts } from '../texts.ts';
import { Icon, outcomeIcons, statusIcons } from './icons.tsx';
import { language, say } from './language.ts';

/** What became of a sub-check: a sign, a word and a colour. */
export function OutcomeMark({ outcome }: { outcome: Outcome }) {
  return (
    <span class={`mark outcome-${outcome}`}>
      <Icon name={outcomeIcons[outcome]} />
      {say(outcomes[outcome])}
    </span>
  );
}

export function isOutcome(text: string | undefined): text is Outcome {
  return text !== undefined && Object.hasOwn(outcomes, text);
}

const statusWords: Record<RunStatus, Label> = {
  idle: texts.statusIdle,
  running: texts.statusRunning,
  retrying: texts.statusRetrying,
  succeeded: texts.statusSucceeded,
  caught: texts.statusCaught,
  failed: texts.statusFailed,
  aborted: texts.statusAborted,
};

/** How a state, or an iteration, is doing: a sign, a word and a colour. */
export function StatusMark({ status }: { status: RunStatus }) {
  return (
    <span class={`mark status-${status}`}>
      <Icon name={statusIcons[status]} />
      {say(statusWords[status])}
    </span>
  );
}

const executionStatuses: Record<string, RunStatus> = {
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'failed',
  ABORTED: 'aborted',
};

/** An execution's status as Step Functions calls it. */
export function runStatusOf(executionStatus: string): RunStatus {
  return executionStatuses[executionStatus] ?? 'idle';
}

/** A text that exists in English alone, marked as such for screen readers. */
export function InEnglish({ children }: { children: string }) {
  return <span lang="en">{children}</span>;
}

/** `1.24 s`, or milliseconds below one second. */
export function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

/** A moment in the reader's own time zone and language. */
export function Moment({ at }: { at: string | number }) {
  const date = new Date(at);
  const text = new Intl.DateTimeFormat(language.value === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'medium',
  }).format(date);
  return <time dateTime={date.toISOString()}>{text}</time>;
}
