import { useEffect, useRef } from 'preact/hooks';
import { say } from '../shell/language.ts';
import { InEnglish } from '../shell/words.tsx';
import { counts, texts } from '../texts.ts';
import { ProblemText } from './field.tsx';
import { controlId, fieldName } from './problem-words.ts';
import { clientMissing, refusal } from './send.ts';

function focusOn(id: string): void {
  // In JSON, all of the fields are in one control.
  const control = document.getElementById(id) ?? document.getElementById('json-body');
  control?.focus();
  control?.scrollIntoView({ block: 'center' });
}

/** Everything that kept a request from being taken, each with a way to its field. It takes the focus when it appears. */
export function ErrorSummary() {
  const box = useRef<HTMLElement>(null);
  const refused = refusal.value;
  const missing = clientMissing.value;
  useEffect(() => {
    if (refused || missing) box.current?.focus();
  }, [refused, missing]);
  if (!refused && !missing) return null;
  const { byApi = false, message, requestId, problems = [] } = refused ?? {};
  return (
    <section class="error-summary" ref={box} tabIndex={-1} aria-labelledby="error-summary-title">
      <h2 id="error-summary-title">
        {say(byApi ? texts.refusedTitle : texts.summaryTitle)}
        {problems.length > 0 && `: ${say(counts.problems(problems.length))}`}
      </h2>
      {message !== undefined && (
        <p>
          <InEnglish>{message}</InEnglish>
        </p>
      )}
      {missing && <p>{say(texts.clientNeeded)}</p>}
      {problems.length > 0 && (
        <ul>
          {problems.map(({ field, message: problem }) => (
            <li key={`${field} ${problem}`}>
              <button type="button" class="link" onClick={() => focusOn(controlId(field))}>
                {say(fieldName(field))}
              </button>{' '}
              <ProblemText message={problem} />
            </li>
          ))}
        </ul>
      )}
      {requestId !== undefined && (
        <p class="hint">
          {say(texts.requestId)} <code>{requestId}</code>
        </p>
      )}
    </section>
  );
}
