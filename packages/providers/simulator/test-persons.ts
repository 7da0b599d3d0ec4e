import { idCheckCharacter } from '@kyc-china/core/id-number';
import { luhnCheckDigit } from '@kyc-china/core/warnings';
import { type Scenario, scenarios, testNumberStarts } from './scenarios.ts';

/** A made-up person whose ID number, mobile and card all carry one scenario's code. */
export interface TestPerson {
  readonly code: string;
  readonly meaning: string;
  readonly name: string;
  readonly idNumber: string;
  readonly mobile: string;
  readonly bankCardNumber: string;
}

const names = ['张三', '李四', '王五'];

/** A card number that ends in the code and passes Luhn: the digit before the code makes up the sum. */
function cardEndingIn(code: string): string {
  const candidates = Array.from(
    { length: 10 },
    (_, digit) => `${testNumberStarts.bankCardNumber}${digit}${code}`,
  );
  // Each digit adds another remainder to the sum, so that exactly one of the ten fits.
  return candidates.find((card) => luhnCheckDigit(card.slice(0, -1)) === card.at(-1)) as string;
}

function personFor({ code, meaning }: Pick<Scenario, 'code' | 'meaning'>, index: number): TestPerson {
  const first17 = `${testNumberStarts.idNumber}${code}`;
  return {
    code,
    meaning,
    name: names[index % names.length] as string,
    idNumber: first17 + idCheckCharacter(first17),
    mobile: `${testNumberStarts.mobile}${code}`,
    bankCardNumber: cardEndingIn(code),
  };
}

/** The documentation's own examples: no scenario, and two warnings for their check digits. */
export const documentedPerson: TestPerson = {
  code: '123, 000',
  meaning: "Default; the documentation's examples",
  name: '张三',
  idNumber: '110101199001011234',
  mobile: '13800138000',
  bankCardNumber: '6222021234567890123',
};

/** No scenario, and no warning either. */
export const defaultPerson: TestPerson = personFor({ code: '888', meaning: 'Default' }, 1);

/** One person for each scenario. */
export const testPersons: readonly TestPerson[] = scenarios.map(personFor);
