import { exampleTexts } from '@kyc-china/core/contract/applicant-fields';
import {
  defaultPerson,
  documentedPerson,
  type TestPerson,
  testPersons,
} from '@kyc-china/providers/simulator/test-persons';
import { useState } from 'preact/hooks';
import { chineseScenarios } from '../chinese-answers.ts';
import { language, say } from '../shell/language.ts';
import { settings } from '../shell/session.ts';
import { texts } from '../texts.ts';
import { change, draft, startOver, switchTo } from './form-state.ts';
import { samplePhoto } from './sample-photo.ts';
import { refusal } from './send.ts';

const people = [documentedPerson, defaultPerson, ...testPersons];

/** Every field of a person, so that each axis of sub-checks runs: what does not matter to the code is made up. */
function fill({ name, idNumber, mobile, bankCardNumber }: TestPerson): void {
  refusal.value = undefined;
  startOver();
  switchTo('form');
  change({
    ...exampleTexts(),
    name,
    idNumber,
    mobile,
    bankCardNumber,
    idIssueDate: '20200101',
    idExpiryDate: '20400101',
    facePhoto: samplePhoto(),
    addressesToVerify: [{ type: 'work', city: '北京市', address: '朝阳区示例路1号' }],
    callbackUrl: settings.value.callbackUrl ?? draft.value.callbackUrl,
  });
}

function meaningOf({ code, meaning }: TestPerson): string {
  const chinese = language.value === 'zh' ? chineseScenarios[meaning] : undefined;
  return `${code} · ${chinese ?? meaning}`;
}

/** The persons whose numbers decide what the simulated sources answer. */
export function TestPersons() {
  const [chosen, choose] = useState(0);
  return (
    <section class="test-persons" aria-labelledby="test-persons-label">
      <div class="field">
        <label id="test-persons-label" for="test-person">
          {say(texts.testPerson)}
        </label>
        <span class="hint" id="test-person-hint">
          {say(texts.testPersonHint)}
        </span>
        <div class="control">
          <select
            id="test-person"
            aria-describedby="test-person-hint"
            value={String(chosen)}
            onChange={(event) => choose(Number(event.currentTarget.value))}
          >
            {people.map((person, index) => (
              <option key={person.code} value={String(index)}>
                {meaningOf(person)}
              </option>
            ))}
          </select>
          <button type="button" onClick={() => fill(people[chosen] ?? documentedPerson)}>
            {say(texts.fillIn)}
          </button>
        </div>
      </div>
    </section>
  );
}
