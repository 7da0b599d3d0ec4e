import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { answerViolations } from '../support/contract-document.ts';
import { jpegBase64 } from '../support/images.ts';
import { textOf } from '../support/pdf-raster.ts';
import { openTarget, type Target } from '../support/target.ts';

// What the simulator returns for its test persons, in reports that are held against the OpenAPI document.

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target?.stop());

const addresses = (['common', 'work', 'residential', 'work', 'common'] as const).map((type, index) => ({
  type,
  city: '北京市',
  address: `朝阳区示例路${index}号`,
}));
const everything = {
  name: '张三',
  idNumber: '110101199001011234',
  idIssueDate: '20180501',
  idExpiryDate: '长期',
  facePhoto: jpegBase64,
  mobile: '13800138000',
  bankCardNumber: '6222021234567890123',
  addressesToVerify: addresses.slice(0, 1),
};

/** The report on a person, whose form is as documented. */
async function reportOn(body: object) {
  const { answer } = await target.pollToEnd(await target.request(body));
  expect([answer.status, answerViolations('/kyc/cn/poll', answer)]).toEqual([200, []]);
  return answer.body;
}

const codesOf = (report: { summary: { errored: { code: string }[] } }) =>
  report.summary.errored.map(({ code }) => code);

it.each([
  ['five addresses', { mobile: '13800138620', addressesToVerify: addresses }],
  ['a mobile alone', { mobile: '13800138888' }],
  ['fraud lists', { mobile: '13800138203' }],
  ['two police records', { name: '李四', idNumber: '110101199001013128' }],
  ['a provider that throttles twice', { mobile: '13800138529' }],
])('a report on %s has no errored sub-check', async (_what, body) => {
  expect(codesOf(await reportOn(body))).toEqual([]);
});

it.each([
  [
    'photo-unusable for an unusable photo',
    { name: '李四', idNumber: '110101199001014227', facePhoto: jpegBase64 },
  ],
  ['card-problem for a card with a problem', { ...everything, bankCardNumber: '6222021234567893403' }],
])('a report has one errored sub-check, %s', async (what, body) => {
  expect(codesOf(await reportOn(body))).toEqual([what.split(' ')[0]]);
});

it('a report on details that do not agree has the verdict mismatch', async () => {
  const { identity } = await reportOn({ name: '张三', idNumber: '110101199001010015' });
  expect(identity['two-factor']).toMatchObject({ consistent: false, code: 'mismatch' });
});

it('a report on a person without records lists each sub-check under notFound', async () => {
  const { summary } = await reportOn({
    ...everything,
    idNumber: '110101199001014040',
    mobile: '13800138404',
  });
  expect(summary).toMatchObject({ matched: [], unmatched: [], errored: [] });
  expect(summary.notFound).toEqual(expect.arrayContaining(['mobile.attribution', 'risk.fraud']));
});

it('a report on a fugitive is flagged', async () => {
  const { risk } = await reportOn({ name: '王五', idNumber: '110101199001013048' });
  expect(risk.criminal).toMatchObject({ categories: ['fugitive'], flagged: true });
});

it('a report whose providers are out of service ends with each sub-check upstream-unavailable', async () => {
  const codes = codesOf(await reportOn({ name: '王五', mobile: '13800138503' }));
  expect(codes).toEqual(Array(5).fill('upstream-unavailable'));
});

it('a report whose answers were lost ends with each sub-check unknown-outcome', async () => {
  const codes = codesOf(await reportOn({ mobile: '13800138500' }));
  expect(codes).toEqual(Array(4).fill('unknown-outcome'));
});

it('a PDF shows the code point of a character that its fonts lack', async () => {
  const report = await reportOn({ name: '𠮷·田', idNumber: '110101199001011234', mobile: '17000138001' });
  expect(report.reportMetadata.warnings).toContainEqual(expect.objectContaining({ code: 'rare-character' }));
  const pdf = new Uint8Array(await (await fetch(report.pdfUrl)).arrayBuffer());
  expect(await textOf(pdf)).toContain('[U+20BB7]');
});
