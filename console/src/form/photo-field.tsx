import { requestSchema } from '@kyc-china/core/contract/request-schema';
import { fieldLabels } from '@kyc-china/core/labels';
import { say } from '../shell/language.ts';
import { settings } from '../shell/session.ts';
import { texts } from '../texts.ts';
import { describedBy, FieldNotes, Problem } from './field.tsx';
import { change, draft, shownProblems, visit } from './form-state.ts';
import { problemAt } from './problem-words.ts';
import { samplePhoto } from './sample-photo.ts';

const id = 'field-facePhoto';

/** A file's base64, made in the page: nothing is sent before the request is. */
async function base64Of(file: File): Promise<string> {
  const reader = new FileReader();
  const read = new Promise<string>((resolve, reject) => {
    reader.addEventListener('load', () => resolve(String(reader.result)));
    reader.addEventListener('error', () => reject(reader.error));
  });
  reader.readAsDataURL(file);
  return (await read).replace(/^[^,]*,/, '');
}

function mediaTypeOf(base64: string): string {
  return base64.startsWith('/9j/') ? 'image/jpeg' : 'image/png';
}

/** Chooses the photo by file, shows it and takes it back. */
export function PhotoField() {
  const { facePhoto } = draft.value;
  const problem = problemAt(shownProblems.value, id);
  return (
    <div class={`field photo-field${problem ? ' has-problem' : ''}`}>
      <label for={id}>{say(fieldLabels.facePhoto)}</label>
      <span class="hint" id={`${id}-hint`}>
        {say(requestSchema.properties.facePhoto.field.formHint)}
      </span>
      <div class="control">
        {facePhoto !== '' && !problem && (
          <img
            class="photo"
            src={`data:${mediaTypeOf(facePhoto)};base64,${facePhoto}`}
            alt={say(texts.photoPreview)}
            width="64"
            height="64"
          />
        )}
        <input
          id={id}
          type="file"
          class="unseen"
          accept="image/jpeg,image/png"
          aria-invalid={problem ? 'true' : 'false'}
          aria-describedby={describedBy(id, problem)}
          // A file that was taken back, or replaced, and is chosen again is no change to the browser.
          onClick={(event) => {
            event.currentTarget.value = '';
          }}
          onChange={async (event) => {
            const [file] = event.currentTarget.files ?? [];
            if (!file) return;
            change({ facePhoto: await base64Of(file) });
            visit(id);
          }}
        />
        <label class="button" for={id}>
          {say(texts.chooseFile)}
        </label>
        {facePhoto === '' && settings.value.simulated && (
          <button type="button" class="quiet" onClick={() => change({ facePhoto: samplePhoto() })}>
            {say(texts.samplePhoto)}
          </button>
        )}
        {facePhoto !== '' && (
          <button
            type="button"
            class="quiet"
            onClick={() => {
              change({ facePhoto: '' });
              document.getElementById(id)?.focus();
            }}
          >
            {say(texts.removePhoto)}
          </button>
        )}
      </div>
      <Problem id={id} problem={problem} />
      <FieldNotes id={id} field="facePhoto" />
    </div>
  );
}
