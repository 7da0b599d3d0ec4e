import { say } from '../shell/language.ts';
import { texts } from '../texts.ts';
import { ProblemText } from './field.tsx';
import { body, json, shownProblems } from './form-state.ts';

/** The request's body as text, for those who write it themselves: every problem beside it, the API's answer as it is. */
export function JsonBody() {
  const problems = shownProblems.value;
  const invalid = body.value === undefined;
  return (
    <div class={`field json-body${invalid || problems.length > 0 ? ' has-problem' : ''}`}>
      <label for="json-body">{say(texts.jsonBody)}</label>
      <span class="hint" id="json-body-hint">
        {say(texts.jsonHint)}
      </span>
      <textarea
        id="json-body"
        rows={16}
        spellcheck={false}
        value={json.value}
        aria-invalid={invalid || problems.length > 0 ? 'true' : 'false'}
        aria-describedby="json-body-hint json-body-problems"
        onInput={(event) => {
          json.value = event.currentTarget.value;
        }}
      />
      <div id="json-body-problems">
        {invalid && <p class="problem">{say(texts.jsonInvalid)}</p>}
        {!invalid && problems.length > 0 && (
          <ul class="problems">
            {problems.map(({ field, message }) => (
              <li key={`${field} ${message}`} class="problem">
                <code>{field}</code>{' '}
                <span>
                  <ProblemText message={message} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
