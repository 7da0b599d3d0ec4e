import { useEffect, useRef } from 'preact/hooks';
import { ExecutionView } from './execution/execution-view.tsx';
import { ExecutionsView } from './execution/executions-view.tsx';
import { FormView } from './form/form-view.tsx';
import { Icon } from './shell/icons.tsx';
import { chooseLanguage, language, languageTags, say } from './shell/language.ts';
import { hashOf, type Route, route } from './shell/route.ts';
import { settings } from './shell/session.ts';
import { texts } from './texts.ts';

function NavigationLink({ to, label }: { to: Route; label: string }) {
  const here = route.value.view === to.view;
  return (
    <a href={hashOf(to)} {...(here && { 'aria-current': 'page' as const })}>
      {label}
    </a>
  );
}

function LanguageChoice() {
  const other = language.value === 'en' ? 'zh' : 'en';
  return (
    <button type="button" class="language" lang={languageTags[other]} onClick={() => chooseLanguage(other)}>
      {other === 'zh' ? '中文' : 'English'}
    </button>
  );
}

function Stage() {
  const { stage, simulated } = settings.value;
  if (stage === '') return null;
  return (
    <span class="stage">
      {stage}
      {simulated && <span> · {say(texts.simulatedStage)}</span>}
    </span>
  );
}

function View() {
  const shown = route.value;
  if (shown.view === 'form') return <FormView />;
  if (shown.view === 'executions') return <ExecutionsView />;
  return <ExecutionView key={shown.reportId} reportId={shown.reportId} part={shown.part} />;
}

const viewKey = (shown: Route) => (shown.view === 'execution' ? shown.reportId : shown.view);

/** The frame around every view. A change of view moves the focus to the new view's heading. */
export function App() {
  const main = useRef<HTMLElement>(null);
  const key = viewKey(route.value);
  const first = useRef(key);
  useEffect(() => {
    if (first.current === key) return;
    first.current = '';
    main.current?.querySelector('h1')?.focus();
    scrollTo(0, 0);
  }, [key]);
  return (
    <>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        {say(texts.skip)}
      </button>
      <header class="frame">
        <div class="frame-inner">
          <a class="brand" href="#/">
            <Icon name="shield" />
            <span>
              <b>{say(texts.product)}</b>
              <small>{say(texts.tagline)}</small>
            </span>
          </a>
          <nav aria-label={say(texts.navigation)}>
            <NavigationLink to={{ view: 'form' }} label={say(texts.newVerification)} />
            <NavigationLink to={{ view: 'executions' }} label={say(texts.executions)} />
            <a href="docs/">{say(texts.apiReference)}</a>
          </nav>
          <Stage />
          <LanguageChoice />
        </div>
      </header>
      <main ref={main} tabIndex={-1}>
        <View />
      </main>
      <footer>
        <p>{say(texts.privacy)}</p>
      </footer>
    </>
  );
}
