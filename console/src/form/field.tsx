import type { TextForm } from '@kyc-china/core/contract/field';
import type { FieldProblem } from '@kyc-china/core/contract/problems';
import { type TextField, textField } from '@kyc-china/core/contract/request-fields';
import { fieldLabels } from '@kyc-china/core/labels';
import { definitionOf, inputFields } from '@kyc-china/core/sub-checks/catalogue';
import type { ComponentChildren } from 'preact';
import { chineseWarnings } from '../chinese-answers.ts';
import { Icon } from '../shell/icons.tsx';
import { language, say } from '../shell/language.ts';
import { InEnglish } from '../shell/words.tsx';
import { texts } from '../texts.ts';
import { assessment, change, draft, shownProblems, visit, warnings } from './form-state.ts';
import { type Addition, additionBy } from './preview.ts';
import { chineseProblem, fieldName, problemAt } from './problem-words.ts';

/** What is wrong, in the API's words; in Chinese where there are any. */
export function ProblemText({ message }: { message: string }) {
  const chinese = language.value === 'zh' ? chineseProblem(message) : undefined;
  return chinese === undefined ? <InEnglish>{message}</InEnglish> : <span>{chinese}</span>;
}

export function Problem({ id, problem }: { id: string; problem: FieldProblem | undefined }) {
  if (!problem) return null;
  return (
    <p class="problem" id={`${id}-problem`}>
      <Icon name="exclamation" />
      <span>
        <ProblemText message={problem.message} />
      </span>
    </p>
  );
}

function Added({ addition }: { addition: Addition }) {
  const names = (ids: Addition['adds']) =>
    ids.map((id) => say(definitionOf(id).label)).join(say({ en: ', ', zh: '、' }));
  const { alongWith, adds, replaces } = addition;
  return (
    <>
      <Icon name="plus" />
      <span>
        {say(texts.adds)} <b>{names(adds)}</b>
        {replaces.length > 0 && ` ${say(texts.upgrades)} ${names(replaces)}`}
        {alongWith.length > 0 &&
          ` — ${say(texts.needsPair)} ${alongWith.map((field) => say(fieldLabels[field])).join(say({ en: ', ', zh: '、' }))}`}
      </span>
    </>
  );
}

/** Which sub-checks an empty field would add; what the report would warn of for one that is filled. */
export function FieldNotes({ id, field }: { id: string; field: string }) {
  const input = inputFields.find((known) => known === field);
  const addition = input && additionBy(assessment.value.present, input);
  const warned = warnings.value.filter((warning) => warning.field === field);
  return (
    <div class="field-notes" id={`${id}-notes`}>
      {addition && (
        <p class="addition">
          <Added addition={addition} />
        </p>
      )}
      {warned.map(({ code, message }) => (
        <p class="caution" key={code}>
          <Icon name="flag" />
          <span>{language.value === 'zh' ? chineseWarnings[code] : message}</span>
        </p>
      ))}
    </div>
  );
}

export function describedBy(id: string, problem: FieldProblem | undefined): string {
  return [problem && `${id}-problem`, `${id}-hint`, `${id}-notes`].filter(Boolean).join(' ');
}

interface TextFieldProps {
  readonly field: TextField;
  /** What is shown beside the input: a button, a checkbox. */
  readonly children?: ComponentChildren;
}

/** One line of text: its label, its form, what it would add, and what is wrong with it. */
export function TextFieldInput({ field, children }: TextFieldProps) {
  const { maxLength, inputMode, digits }: TextForm = textField(field).form;
  const id = `field-${field}`;
  const problem = problemAt(shownProblems.value, id);
  return (
    <div class={`field${problem ? ' has-problem' : ''}`}>
      <label for={id}>{say(fieldName(field))}</label>
      <span class="hint" id={`${id}-hint`}>
        {say(textField(field).formHint)}
      </span>
      <div class="control">
        <input
          id={id}
          name={field}
          value={draft.value[field]}
          inputMode={inputMode ?? 'text'}
          maxLength={maxLength}
          class={digits ? 'digits' : ''}
          autocomplete="off"
          spellcheck={false}
          aria-invalid={problem ? 'true' : 'false'}
          aria-describedby={describedBy(id, problem)}
          onInput={(event) => change({ [field]: event.currentTarget.value })}
          onBlur={(event) => event.currentTarget.value !== '' && visit(id)}
        />
        {children}
      </div>
      <Problem id={id} problem={problem} />
      <FieldNotes id={id} field={field} />
    </div>
  );
}
