import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { applicantTexts, exampleTexts } from '@kyc-china/core/contract/applicant-fields';
import { parseVerificationRequest } from '@kyc-china/core/contract/parse-request';
import { InvalidRequestError } from '@kyc-china/core/contract/problems';
import { requestFields } from '@kyc-china/core/contract/request-fields';
import { requestSchema } from '@kyc-china/core/contract/request-schema';
import type { Label } from '@kyc-china/core/sub-checks/catalogue';
import { errorCodes } from '@kyc-china/core/sub-checks/findings';
import { warningCodes } from '@kyc-china/core/warnings';
import { defaultPerson, documentedPerson, testPersons } from '@kyc-china/providers/simulator/test-persons';
import { chineseFixes, chineseScenarios, chineseWarnings } from '../../console/src/chinese-answers.ts';
import { chineseProblem } from '../../console/src/form/problem-words.ts';
import { counts, partNames, texts } from '../../console/src/texts.ts';
import { projectFile } from '../../lib/project-file.ts';

const han = /\p{Script=Han}/u;
const labels: [string, Label][] = [
  ...Object.entries(texts),
  ...[...requestFields].flatMap(([name, { label, formHint }]): [string, Label][] =>
    [label, formHint].flatMap((text) => (text ? [[name, text]] : [])),
  ),
  ...Object.entries(partNames),
  ['count', counts.subChecks(2, 3)],
  ['calls', counts.ofCalls(1, 2)],
  ['problems', counts.problems(2)],
  ['attempts', counts.attempts(2)],
];
/** The same in both languages: names and forms. */
const international = new Set(['product', 'asJson', 'pdf', 'idIssueDate']);

/** What the API says of bodies that are wrong in each way that it knows. */
function problemsOf(body: object): string[] {
  try {
    parseVerificationRequest(body);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidRequestError)) throw error;
    return error.problems.map(({ message }) => message);
  }
}

const callbacks = [
  'http://a.example',
  'https://a b.example/',
  'https://',
  'https://user@a.example/',
  'https://a.example:8443/',
  'https://a.example/#b',
  'https://127.0.0.1/',
  'https://-a-.example/',
  'https://%61.example.com/',
];
const photos = ['data:image/png;base64,AA==', 'A', 'AAAA', 'iVBORw0KGgo=', 'A'.repeat(6_000_000)];

describe('the dictionary', () => {
  it('dictionary has every text in both languages', () => {
    for (const [name, { en, zh }] of labels) {
      expect([name, en]).toEqual([name, expect.stringMatching(/\S/)]);
      expect([name, zh]).toEqual([name, expect.stringMatching(international.has(name) ? /\S/ : han)]);
    }
  });

  it('dictionary has Chinese for every problem that the API reports', () => {
    const { properties } = requestSchema;
    const address = properties.addressesToVerify.items;
    const hints = [
      ...Object.values(properties).map(({ hint }) => hint),
      address.hint,
      ...Object.values(address.properties).map(({ hint }) => hint),
      ...callbacks.flatMap((callbackUrl) => problemsOf({ callbackUrl })),
      ...photos.flatMap((facePhoto) => problemsOf({ facePhoto })),
      ...problemsOf({ idNo: '', xyzzy: '', addressesToVerify: [{}] }),
      ...problemsOf({ metadata: { 'a b': 'x', c: 1 }, subChecks: ['identity.none', 'bank.four-factor'] }),
      ...applicantTexts.flatMap((field) =>
        problemsOf({ ...exampleTexts(), clientReference: exampleTexts()[field] }),
      ),
      ...problemsOf({ name: '张\u200b三', mobile: '1\ufe00', idNumber: '\ue863' }),
    ];
    expect(new Set(hints).size).toBeGreaterThan(24);
    for (const hint of hints)
      expect([hint, chineseProblem(hint)]).toEqual([hint, expect.stringMatching(han)]);
  });

  it('dictionary has Chinese for every code and every test person', () => {
    for (const code of errorCodes) expect(chineseFixes[code]).toMatch(han);
    for (const code of warningCodes) expect(chineseWarnings[code]).toMatch(han);
    for (const { meaning } of [documentedPerson, defaultPerson, ...testPersons])
      expect([meaning, chineseScenarios[meaning]]).toEqual([meaning, expect.stringMatching(han)]);
  });

  it('dictionary holds all texts of the page: no component has its own', () => {
    const source = projectFile('console', 'src');
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.tsx'),
    );
    expect(files.length).toBeGreaterThan(15);
    for (const file of files) {
      const code = readFileSync(path.join(source, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      const betweenTags = [...code.matchAll(/>\s*([A-Z][a-z]+ [a-z][^<>{}=;()]*)</g)].map(([, text]) => text);
      expect([file, betweenTags]).toEqual([file, []]);
    }
  });
});
