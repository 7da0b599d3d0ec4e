import { beforeAll, describe, expect, it } from '@jest/globals';
import { moved, paragraph, space, stack } from '@kyc-china/pdf/blocks';
import { embedSubset } from '@kyc-china/pdf/embed-font';
import { type Fonts, loadFonts } from '@kyc-china/pdf/fonts';
import { visibleText, wrapText } from '@kyc-china/pdf/text';
import { styles } from '@kyc-china/pdf/theme';
import fc from 'fast-check';
import { PDFDocument } from 'pdf-lib';
import { PageFlow } from '../../packages/pdf/page-flow.ts';

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
  ])('text %j is shown as %j', (text, shown) => {
    expect(visibleText(text, fonts.regular)).toBe(shown);
  });

  it('visible text holds only characters that both fonts draw, for any input', () => {
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

  it('wrapped text has no line that is too wide, and loses nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 120 }), fc.integer({ min: 60, max: 300 }), (text, width) => {
        const lines = wrapText(text, styles.body, width, fonts);
        for (const line of lines)
          expect(fonts.regular.widthOfText(line.trimEnd(), styles.body.size)).toBeLessThanOrEqual(width);
        expect(lines.join('')).toBe(visibleText(text, fonts.regular));
      }),
    );
  });

  it('wrapped Chinese text breaks anywhere but before closing and after opening punctuation', () => {
    const text = '数据源返回，（该号段暂不支持）。请更换手机号码，后重新发起核验。'.repeat(4);
    for (let width = 50; width < 200; width += 7)
      for (const line of wrapText(text, styles.body, width, fonts)) {
        expect(line).not.toMatch(/^[，。）]/);
        expect(line).not.toMatch(/（$/);
      }
  });

  it('wrapped Latin text breaks at spaces', () => {
    expect(wrapText('The source holds no record', styles.body, 70, fonts)).toEqual([
      'The source holds ',
      'no record',
    ]);
  });
});

it('wrapped text keeps a time with its date', () => {
  const lines = wrapText('黔西南州 2026-11-24 08:15:31Z', styles.body, 110, fonts);
  expect(lines.map((line) => line.trim())).toEqual(['黔西南州', '2026-11-24 08:15:31Z']);
});

describe('page flow', () => {
  const line = () => paragraph('一', styles.body, 100, fonts);
  const frame = { left: 10, top: 20, bottom: 120 };

  it('page flow continues a table at the top of a page with its heads', () => {
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

  it('page flow moves a block that does not fit to the next page in one piece', () => {
    const flow = new PageFlow(frame, line);
    flow.place({ height: 60, marks: line().marks });
    flow.place({ height: 60, marks: [...line().marks, ...moved(line(), 0, 45).marks] });
    expect(flow.pages.map((marks) => marks.length)).toEqual([1, 3]);
  });

  it('page flow leaves out separators at the top of a page', () => {
    const flow = new PageFlow(frame, line);
    for (let count = 0; count < 3; count++) flow.place({ height: 60, marks: [], lead: line() });
    expect(flow.pages.map((marks) => marks.length)).toEqual([0, 1, 1]);
  });

  it('page flow splits a block that exceeds a page, without a mark below the bottom', () => {
    const flow = new PageFlow(frame, line);
    flow.place(stack(...Array.from({ length: 30 }, line)));
    expect(flow.pages.flat()).toHaveLength(30 + flow.pages.length - 1);
    for (const mark of flow.pages.flat()) expect(mark.y).toBeLessThan(120 - 13);
  });
});

describe('embedding', () => {
  it('font embedding refuses a character that the font lacks', async () => {
    const pdf = await PDFDocument.create();
    expect(() => embedSubset(pdf, 'regular', fonts.regular, new Set(['𠮷']))).toThrow(RangeError);
  });
});
