import {
  definitionOf,
  type ResultShape,
  resultShapes,
  type SubCheckId,
  subCheckIds,
} from '@kyc-china/core/sub-checks/catalogue';
import type { Finding } from '@kyc-china/core/sub-checks/findings';
import { slowMs } from '@kyc-china/providers/simulator/latency';
import {
  type Behaviour,
  codeFieldsOf,
  type Scenario,
  scenarios,
  testNumberStarts,
} from '@kyc-china/providers/simulator/scenarios';
import { defaultPerson, documentedPerson, testPersons } from '@kyc-china/providers/simulator/test-persons';
import { markdownTable } from '../markdown-table.ts';

function describeFinding(finding: Finding): string {
  switch (finding.outcome) {
    case 'errored':
      return `errored: \`${finding.code}\``;
    case 'flagged':
      return 'severity' in finding
        ? `flagged: severity ${finding.severity}`
        : `flagged: ${finding.categories.join(', ')}`;
    case 'data':
      return 'distanceBand' in finding ? finding.distanceBand : 'data';
    default:
      return finding.outcome;
  }
}

function describeBehaviour(behaviour: Behaviour): string {
  switch (behaviour.does) {
    case 'answers':
      return describeFinding(behaviour.finding);
    case 'answers-as-usual':
      return 'default';
    case 'answers-slowly':
      return `default after ${slowMs / 1000} s`;
    case 'never-answers':
      return 'errored: `upstream-timeout`';
    case 'throttles':
      return behaviour.firstCalls === undefined
        ? 'errored: `upstream-unavailable`, after every retry'
        : `default at attempt ${behaviour.firstCalls + 1}`;
    case 'loses-the-answer':
      return 'errored: `unknown-outcome`';
  }
}

const shapeNames: Record<ResultShape, string> = {
  verification: 'verifications',
  faceComparison: 'verifications',
  attribution: 'mobile.attribution',
  activeCity: 'mobile.location-*',
  addressDistance: 'mobile.address-verify',
  severity: 'risk.fraud',
  policeRecord: 'risk.criminal',
};
const defaults: Record<ResultShape, string> = {
  verification: 'matched',
  faceComparison: 'matched',
  attribution: 'data, by the number',
  activeCity: 'data, by the number',
  addressDistance: 'data: a band by number and address',
  severity: 'clear',
  policeRecord: 'clear',
};
const shapes = Object.keys(resultShapes) as ResultShape[];

/** The sub-checks that a scenario affects, in as few words as will do. */
function describeAffected(affected: readonly SubCheckId[]): string {
  if (affected.length === subCheckIds.length) return 'every sub-check';
  const whole = Object.values(shapeNames).find((name) =>
    subCheckIds.every((id) => (shapeNames[definitionOf(id).shape] === name) === affected.includes(id)),
  );
  return whole ?? affected.join(', ');
}

function describeScenario({ code, meaning, effectOn }: Scenario): string[] {
  const effects = subCheckIds.flatMap((id) => {
    const behaviour = effectOn(id);
    return behaviour ? [{ id, gives: describeBehaviour(behaviour) }] : [];
  });
  const byGift = Map.groupBy(effects, ({ gives }) => gives);
  const affected = [...byGift.values()].map((group) => describeAffected(group.map(({ id }) => id)));
  return [code, meaning, affected.join('; '), [...byGift.keys()].join('; ')];
}

function subChecksReading(fields: string): string {
  const ids = subCheckIds.filter((id: SubCheckId) => codeFieldsOf(id).join(', ') === fields);
  return ids.map((id) => `\`${id}\``).join(', ');
}

const { name, idNumber, mobile, bankCardNumber } = defaultPerson;
const example = {
  name,
  idNumber,
  idIssueDate: '20200101',
  idExpiryDate: '20400101',
  mobile,
  bankCardNumber,
  addressesToVerify: [{ type: 'work', city: '北京市', address: '朝阳区示例路1号' }],
};

/** The documentation of the simulator: docs/test-persons.md is this text. */
export function testPersonsMarkdown(): string {
  const people = [documentedPerson, defaultPerson, ...testPersons];
  const orders = [...new Set(subCheckIds.map((id) => codeFieldsOf(id).join(', ')))];
  return `# Test persons

<!-- Written by npm run contract: do not edit by hand. -->

The simulator answers instead of a provider on sandbox stages and on the local run. The persons below are made
up; their check digits are right. Three digits of a test person's number are a code that decides what happens:

${markdownTable(
  ['Field', 'A test number', 'Its code'],
  [
    ['`idNumber`', `starts with ${testNumberStarts.idNumber}`, 'digits 15 to 17'],
    ['`mobile`', `starts with ${testNumberStarts.mobile}`, 'the last three digits'],
    [
      '`bankCardNumber`',
      `has 19 digits and starts with ${testNumberStarts.bankCardNumber}`,
      'the last three digits',
    ],
  ],
)}

Any other number is an ordinary person's and gets the default, whatever its digits are. Names, photos and addresses
decide nothing: a rare name such as 𠮷田 or 买买提·吐尔逊 works too. Each report is answered for itself: a test person
changes nothing for the requests of others.

## Persons
${markdownTable(
  ['Code', 'What happens', '`name`', '`idNumber`', '`mobile`', '`bankCardNumber`'],
  people.map((person) => [
    person.code,
    person.meaning,
    person.name,
    person.idNumber,
    person.mobile,
    person.bankCardNumber,
  ]),
)}

The documentation's examples get two warnings, \`id-check-digit\` and \`card-check-digit\`. To try a person, send
its row:

\`\`\`json
${JSON.stringify(example, null, 2)}
\`\`\`

## What each code gives
Words are those of the report's \`summary\`: data and clear are in \`ran\` alone. An ordinary answer takes
0.3 to 2 s, the same call always the same time.

${markdownTable(
  ['Code', 'What happens', 'To', 'Gives'],
  [
    ...Array.from(new Map(shapes.map((shape) => [shapeNames[shape], defaults[shape]])), ([name, gives]) => [
      'none',
      'Default',
      name,
      gives,
    ]),
    ...scenarios.map(describeScenario),
  ],
)}

## Whose code counts
A sub-check sees only what it reads. Where it reads several values with a code, they are consulted in the
order given here, and the first whose code changes something for this sub-check decides. So values of
several persons can be mixed: the mobile of 404 with the ID number of 301 gives a person with a
police record whose phone is unknown.

${markdownTable(
  ['Sub-checks', 'Code is taken from'],
  orders.map((fields) => [
    subChecksReading(fields),
    fields
      .split(', ')
      .map((field) => `\`${field}\``)
      .join(', then '),
  ]),
)}
`;
}
