import { say } from '../shell/language.ts';
import { credentials, settings } from '../shell/session.ts';
import { texts } from '../texts.ts';

function CredentialInput({ name }: { name: 'clientId' | 'clientSecret' }) {
  const common = {
    id: name,
    value: credentials.value[name],
    autocomplete: 'off',
    spellcheck: false,
    'aria-describedby': 'client-hint',
    onInput: (event: { currentTarget: HTMLInputElement }) => {
      credentials.value = { ...credentials.value, [name]: event.currentTarget.value };
    },
  };
  return (
    <div class="field">
      <label for={name}>{say(texts[name])}</label>
      {name === 'clientSecret' ? <input type="password" {...common} /> : <input type="text" {...common} />}
    </div>
  );
}

/** Who calls the API. Closed where the page was given a client; it may still be another's turn. */
export function ClientFields() {
  return (
    <details class="client" open={settings.value.client === undefined}>
      <summary>
        {say(texts.client)}
        {credentials.value.clientId !== '' && <code>{credentials.value.clientId}</code>}
      </summary>
      <p class="hint" id="client-hint">
        {say(texts.clientHint)}
      </p>
      <div class="pair">
        <CredentialInput name="clientId" />
        <CredentialInput name="clientSecret" />
      </div>
    </details>
  );
}
