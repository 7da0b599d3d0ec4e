import type { TextForm } from '@kyc-china/core/contract/field';
import { type TextField, textField, textFields } from '@kyc-china/core/contract/request-fields';
import type { ComponentType } from 'preact';
import { say } from '../shell/language.ts';
import { settings } from '../shell/session.ts';
import { texts } from '../texts.ts';
import { AddressesField } from './addresses-field.tsx';
import { ClientFields } from './client-fields.tsx';
import { ErrorSummary } from './error-summary.tsx';
import { TextFieldInput } from './field.tsx';
import { body, change, draft, type Mode, mode, startOver, switchTo } from './form-state.ts';
import { JsonBody } from './json-body.tsx';
import { PhotoField } from './photo-field.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { refusal, send, sending } from './send.ts';
import { TestPersons } from './test-persons.tsx';

function ModeChoice() {
  const modes = [
    ['form', texts.asForm],
    ['json', texts.asJson],
  ] as const satisfies readonly (readonly [Mode, unknown])[];
  return (
    <fieldset class="segmented">
      <legend class="unseen">{say(texts.formMode)}</legend>
      {modes.map(([name, label]) => (
        <label key={name}>
          <input
            type="radio"
            name="mode"
            value={name}
            checked={mode.value === name}
            onChange={() => {
              refusal.value = undefined;
              switchTo(name);
            }}
          />
          <span>{say(label)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function NoExpiry() {
  const longTerm = '长期';
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={draft.value.idExpiryDate === longTerm}
        onChange={(event) => change({ idExpiryDate: event.currentTarget.checked ? longTerm : '' })}
      />
      {say(texts.noExpiry)}
    </label>
  );
}

function UseReceiver() {
  const { callbackUrl } = settings.value;
  if (callbackUrl === undefined || draft.value.callbackUrl !== '') return null;
  return (
    <button type="button" class="quiet" onClick={() => change({ callbackUrl })}>
      {say(texts.useReceiver)}
    </button>
  );
}

/** What is shown beside the input of some fields. */
const beside: Readonly<Partial<Record<TextField, ComponentType>>> = {
  idExpiryDate: NoExpiry,
  callbackUrl: UseReceiver,
};

function TextFieldsOf({ group }: { group: TextForm['group'] }) {
  const fields = textFields.filter((field) => textField(field).form.group === group);
  return (
    <div class="pair">
      {fields.map((field) => {
        const Beside = beside[field];
        return (
          <TextFieldInput key={field} field={field}>
            {Beside && <Beside />}
          </TextFieldInput>
        );
      })}
    </div>
  );
}

function Fields() {
  return (
    <>
      <fieldset>
        <legend>{say(texts.person)}</legend>
        <TextFieldsOf group="person" />
      </fieldset>
      <fieldset>
        <legend>{say(texts.card)}</legend>
        <TextFieldsOf group="card" />
        <PhotoField />
      </fieldset>
      <fieldset>
        <legend>{say(texts.contact)}</legend>
        <TextFieldsOf group="contact" />
      </fieldset>
      <AddressesField />
      <fieldset>
        <legend>{say(texts.delivery)}</legend>
        <TextFieldsOf group="delivery" />
      </fieldset>
    </>
  );
}

/** The form: what is known of a person, and beside it what will run for it. */
export function FormView() {
  return (
    <div class="form-view">
      <form
        noValidate
        aria-labelledby="form-title"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div class="title-row">
          <h1 id="form-title" tabIndex={-1}>
            {say(texts.newVerification)}
          </h1>
          <ModeChoice />
        </div>
        <p class="lead">{say(texts.optional)}</p>
        <ErrorSummary />
        {settings.value.simulated && <TestPersons />}
        {mode.value === 'form' ? <Fields /> : <JsonBody />}
        <ClientFields />
        <div class="actions">
          <button
            type="submit"
            class="primary"
            disabled={sending.value || !body.value}
            // The field that is left by it would show its problem first, and move the button away from under the pointer.
            onMouseDown={(event) => event.preventDefault()}
          >
            {say(sending.value ? texts.sending : texts.send)}
          </button>
          <button
            type="button"
            class="quiet"
            onClick={() => {
              refusal.value = undefined;
              startOver();
            }}
          >
            {say(texts.clear)}
          </button>
        </div>
      </form>
      <PreviewPanel />
    </div>
  );
}
