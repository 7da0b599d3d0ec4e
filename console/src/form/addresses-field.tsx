import type { AddressType } from '@kyc-china/core/applicant';
import { requestSchema } from '@kyc-china/core/contract/request-schema';
import { addressTypes } from '@kyc-china/core/contract/stated-address-schema';
import { addressTypes as addressTypeLabels } from '@kyc-china/core/labels';
import { useRef } from 'preact/hooks';
import { say } from '../shell/language.ts';
import { counts, texts } from '../texts.ts';
import type { AddressDraft } from './draft.ts';
import { describedBy, FieldNotes, Problem } from './field.tsx';
import { change, draft, shownProblems, visit } from './form-state.ts';
import { problemAt } from './problem-words.ts';

const { maxItems, items } = requestSchema.properties.addressesToVerify;
const id = 'field-addressesToVerify';

function changeAddress(position: number, changes: Partial<AddressDraft>): void {
  const { addressesToVerify } = draft.value;
  change({
    addressesToVerify: addressesToVerify.map((one, index) =>
      index === position ? { ...one, ...changes } : one,
    ),
  });
}

function AddressText({ position, part }: { position: number; part: 'city' | 'address' }) {
  const inputId = `address-${position}-${part}`;
  const problem = problemAt(shownProblems.value, inputId);
  return (
    <div class={`field${problem ? ' has-problem' : ''}`}>
      <label for={inputId}>{say(part === 'city' ? texts.addressCity : texts.addressLine)}</label>
      <input
        id={inputId}
        value={draft.value.addressesToVerify[position]?.[part] ?? ''}
        maxLength={items.properties[part].maxLength}
        autocomplete="off"
        aria-invalid={problem ? 'true' : 'false'}
        {...(problem && { 'aria-describedby': `${inputId}-problem` })}
        onInput={(event) => changeAddress(position, { [part]: event.currentTarget.value })}
        onBlur={() => visit(inputId)}
      />
      <Problem id={inputId} problem={problem} />
    </div>
  );
}

function AddressRow({ position, remove }: { position: number; remove: () => void }) {
  const typeId = `address-${position}-type`;
  return (
    <li>
      <fieldset class="address">
        <legend>{say(counts.address(position + 1))}</legend>
        <div class="field">
          <label for={typeId}>{say(texts.addressType)}</label>
          <select
            id={typeId}
            value={draft.value.addressesToVerify[position]?.type ?? 'residential'}
            onChange={(event) => changeAddress(position, { type: event.currentTarget.value as AddressType })}
          >
            {addressTypes.map((type) => (
              <option key={type} value={type}>
                {say(addressTypeLabels[type])}
              </option>
            ))}
          </select>
        </div>
        <AddressText position={position} part="city" />
        <AddressText position={position} part="address" />
        <button
          type="button"
          class="quiet"
          aria-label={`${say(texts.removeAddress)}: ${say(counts.address(position + 1))}`}
          onClick={remove}
        >
          {say(texts.removeAddress)}
        </button>
      </fieldset>
    </li>
  );
}

/** Up to five addresses, each a group of its own. */
export function AddressesField() {
  const add = useRef<HTMLButtonElement>(null);
  const { addressesToVerify } = draft.value;
  const problem = problemAt(shownProblems.value, id);
  const addOne = () => {
    change({ addressesToVerify: [...addressesToVerify, { type: 'residential', city: '', address: '' }] });
    // The new row is drawn by then.
    requestAnimationFrame(() => document.getElementById(`address-${addressesToVerify.length}-type`)?.focus());
  };
  return (
    <fieldset>
      <legend>{say(texts.addresses)}</legend>
      <p class="hint" id={`${id}-hint`}>
        {say(requestSchema.properties.addressesToVerify.field.formHint)}
      </p>
      {addressesToVerify.length > 0 && (
        <ol class="addresses">
          {addressesToVerify.map((_, position) => (
            <AddressRow
              key={position}
              position={position}
              remove={() => {
                change({ addressesToVerify: addressesToVerify.filter((_one, index) => index !== position) });
                add.current?.focus();
              }}
            />
          ))}
        </ol>
      )}
      <Problem id={id} problem={problem} />
      <FieldNotes id={id} field="addressesToVerify" />
      <button
        id={id}
        ref={add}
        type="button"
        class="quiet"
        disabled={addressesToVerify.length >= maxItems}
        aria-describedby={describedBy(id, problem)}
        onClick={addOne}
      >
        {say(texts.addAddress)}
      </button>
    </fieldset>
  );
}
