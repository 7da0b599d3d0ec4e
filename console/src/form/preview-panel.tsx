import { fieldLabels } from '@kyc-china/core/labels';
import { definitionOf, type SubCheckId } from '@kyc-china/core/sub-checks/catalogue';
import { Icon } from '../shell/icons.tsx';
import { language, say } from '../shell/language.ts';
import { InEnglish } from '../shell/words.tsx';
import { counts, texts } from '../texts.ts';
import { assessment, tasks } from './form-state.ts';
import { type Standing, standings } from './preview.ts';

type Listed = readonly (readonly [SubCheckId, Standing])[];

function callsOf(id: SubCheckId): number {
  return tasks.value.filter(({ subCheck }) => subCheck === id).length;
}

function Note({ id, standing }: { id: SubCheckId; standing: Standing }) {
  if (standing.is === 'unselected') return null;
  if (standing.is === 'covered') return <span class="note">{say(definitionOf(standing.by).label)}</span>;
  if (standing.is === 'running') return callsOf(id) > 1 ? <span class="note">× {callsOf(id)}</span> : null;
  const missing = standing.missing.map((field) => say(fieldLabels[field])).join(say({ en: ', ', zh: '、' }));
  return (
    <span class="note">
      {say(texts.needs)} <b>{missing}</b>
    </span>
  );
}

function Group({ title, listed, is }: { title: string; listed: Listed; is: Standing['is'] }) {
  if (listed.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul class={`standings standings-${is}`}>
        {listed.map(([id, standing]) => (
          <li key={id}>
            <Icon name={is === 'running' ? 'check' : is === 'waiting' ? 'plus' : 'dash'} />
            <span class="name">
              {say(definitionOf(id).label)}
              <code>{id}</code>
            </span>
            <Note id={id} standing={standing} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** Which sub-checks run for the current content of the form, and what the others wait for. */
export function PreviewPanel() {
  const { present, running: selected, nothingEligible } = assessment.value;
  const all = [...standings(present, selected)];
  const of = (is: Standing['is']) => all.filter(([, standing]) => standing.is === is);
  const running = of('running');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls where it is longer than the window, by keyboard too
    <aside class="preview" aria-labelledby="preview-title" tabIndex={0}>
      <h2 id="preview-title">{say(texts.willRun)}</h2>
      <p class="tally" role="status">
        {running.length > 0
          ? say(counts.subChecks(running.length, tasks.value.length))
          : say(texts.nothingRuns)}
      </p>
      {nothingEligible !== undefined && language.value === 'en' && (
        <p class="hint">
          <InEnglish>{nothingEligible}</InEnglish>
        </p>
      )}
      <Group title={say(texts.running)} listed={running} is="running" />
      <Group title={say(texts.waiting)} listed={of('waiting')} is="waiting" />
      <Group title={say(texts.covered)} listed={of('covered')} is="covered" />
      <Group title={say(texts.unselected)} listed={of('unselected')} is="unselected" />
    </aside>
  );
}
