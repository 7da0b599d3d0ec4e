import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PDFDocument } from 'pdf-lib';
import { moved, paragraph, space, stack } from '../../lambdas/pdf/blocks.ts';
import { embedSubset } from '../../lambdas/pdf/embed-font.ts';
import { type Fonts, loadFonts } from '../../lambdas/pdf/fonts.ts';
import { PageFlow } from '../../lambdas/pdf/page-flow.ts';
import { visibleText, wrapText } from '../../lambdas/pdf/text.ts';
import { styles } from '../../lambdas/pdf/theme.ts';

let fonts: Fonts;
beforeAll(async () => {
  fonts = await loadFonts();
});

describe('visible text', () => {
  it.each([
    ['张*', '张*'],
    ['𠮷**', '[U+20BB7]**'],
    ['买买提·吐尔逊', '买买提·吐尔逊'],
    ['上海市\n浦东\t新区', '上海市 浦东 新区'],
    ['a\u200bb', 'a[U+200B]b'],
    ['\u0634', '[U+0634]'],
    ['\u0000', '[U+0000]'],
  ])('%j is shown as %j', (text, shown) => {
    expect(visibleText(text, fonts.regular)).toBe(shown);
  });

  it('holds only characters that both fonts draw, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const font of Object.values(fonts))
          for (const character of visibleText(text, font))
            expect(font.glyphOf(character.codePointAt(0) as number)).toBeDefined();
      }),
    );
  });
});

describe('wrapping', () => {
  const unit = fc.constantFrom(...'中文数据源，。（）Latin words-12*/ 、𠮷');

  it('never makes a line too wide, and loses nothing but spaces', () => {
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 120 }), fc.integer({ min: 60, max: 300 }), (text, width) => {
        const lines = wrapText(text, styles.body, width, fonts);
        for (const line of lines)
          expect(fonts.regular.widthOfText(line, styles.body.size)).toBeLessThanOrEqual(width);
        const squeeze = (one: string) => one.replace(/ /g, '');
        expect(squeeze(lines.join(''))).toBe(squeeze(visibleText(text, fonts.regular)));
      }),
    );
  });

  it('breaks Chinese anywhere but before its closing and after its opening punctuation', () => {
    const text = '数据源返回，（该号段暂不支持）。请更换手机号码，后重新发起核验。'.repeat(4);
    for (let width = 50; width < 200; width += 7)
      for (const line of wrapText(text, styles.body, width, fonts)) {
        expect(line).not.toMatch(/^[，。）]/);
        expect(line).not.toMatch(/（$/);
      }
  });

  it('breaks Latin at spaces', () => {
    expect(wrapText('The source holds no record', styles.body, 70, fonts)).toEqual([
      'The source',
      'holds no record',
    ]);
  });
});

it('keeps a time with its date', () => {
  const lines = wrapText('黔西南州 2026-11-24 08:15:31Z', styles.body, 120, fonts);
  expect(lines.map((line) => line.trim())).toEqual(['黔西南州', '2026-11-24 08:15:31Z']);
});

describe('page flow', () => {
  const line = () => paragraph('一', styles.body, 100, fonts);
  const frame = { left: 10, top: 20, bottom: 120 };

  it('resumes a table at the top of a page with its heads', () => {
    const row = {
      ...line(),
      height: 60,
      lead: line(),
      resumption: { height: 10, marks: [...line().marks, ...line().marks] },
    };
    const flow = new PageFlow(frame, line);
    for (let count = 0; count < 2; count += 1)
      flow.place({ ...row, ...(count === 0 && { resumption: space(0) }) });
    // The page's own head, two marks of the table's heads, the row.
    expect(flow.pages.map((marks) => marks.length)).toEqual([1, 4]);
  });

  it('keeps a block together and moves it to the next page when it does not fit', () => {
    const flow = new PageFlow(frame, line);
    flow.place({ height: 60, marks: line().marks });
    flow.place({ height: 60, marks: [...line().marks, ...moved(line(), 0, 45).marks] });
    expect(flow.pages.map((marks) => marks.length)).toEqual([1, 3]);
  });

  it('leaves out at the top of a page what would set a block off', () => {
    const flow = new PageFlow(frame, line);
    for (let count = 0; count < 3; count++) flow.place({ height: 60, marks: [], lead: line() });
    expect(flow.pages.map((marks) => marks.length)).toEqual([0, 1, 1]);
  });

  it('splits a block that no page can hold, without a mark below the bottom', () => {
    const flow = new PageFlow(frame, line);
    flow.place(stack(...Array.from({ length: 30 }, line)));
    expect(flow.pages.flat()).toHaveLength(30 + flow.pages.length - 1);
    for (const mark of flow.pages.flat()) expect(mark.y).toBeLessThan(120 - 13);
  });
});

describe('embedding', () => {
  it('refuses a character that the font lacks', async () => {
    const pdf = await PDFDocument.create();
    expect(() => embedSubset(pdf, 'regular', fonts.regular, new Set(['𠮷']))).toThrow(RangeError);
  });
});
