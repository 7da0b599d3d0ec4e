import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { outcomes } from '@kyc-china/core/labels';
import { definitionOf } from '@kyc-china/core/sub-checks/catalogue';
import type { Outcome } from '@kyc-china/core/sub-checks/findings';
import type { Mark } from '@kyc-china/pdf/blocks';
import type { EmbedFont } from '@kyc-china/pdf/embed-font';
import { type Fonts, loadFonts } from '@kyc-china/pdf/fonts';
import { layOutReport } from '@kyc-china/pdf/lay-out-report';
import { page } from '@kyc-china/pdf/theme';
import { pdfOf, printed, samples } from '@kyc-china/samples/pdf-samples';
import fontkit from '@pdf-lib/fontkit';
import { PDFDocument, PDFHexString, PDFName, PDFRef, PDFString } from 'pdf-lib';
import { wholeFonts } from '../../lib/fonts/report-fonts.ts';
import { paintPages } from '../../packages/pdf/paint.ts';
import { ink, inkedArea, type RasterisedPage, rasterise } from '../support/pdf-raster.ts';

type Sample = keyof typeof samples;
const outcomeNames = Object.keys(outcomes) as Outcome[];
const sampleNames = Object.keys(samples) as Sample[];

/**
 * Another way into the PDF than ours: pdf-lib and fontkit, with the font whole or cut down by fontkit. One
 * character at a time: fontkit's layout of the whole font sets digits apart in a text that begins with them.
 */
const embedWithFontkit =
  (subset: boolean): EmbedFont =>
  async (pdf, weight) => {
    pdf.registerFontkit(fontkit);
    const embedded = await pdf.embedFont(readFileSync(wholeFonts[weight]), { subset });
    const encode = (text: string) =>
      PDFHexString.of(Array.from(text, (character) => embedded.encodeText(character).asString()).join(''));
    return { ref: embedded.ref, encode };
  };

const inkOf = (pages: readonly RasterisedPage[]) => pages.reduce((sum, one) => sum + ink(one), 0);
const textOf = (pages: readonly RasterisedPage[]) =>
  pages
    .map(({ text }) => text)
    .join('')
    .replace(/\s/g, '');

/** The area that a text mark fills, in pixels of a raster of that scale. */
function areaOf(mark: Mark & { kind: 'text' }, fonts: Fonts, scale: number) {
  const { weight, size } = mark.style;
  const width = fonts[weight].widthOfText(mark.text, size);
  return {
    left: mark.x * scale,
    right: (mark.x + width) * scale,
    top: mark.y * scale,
    bottom: (mark.y + size * 1.45) * scale,
  };
}

function textMarks(pages: readonly (readonly Mark[])[]): { mark: Mark & { kind: 'text' }; page: number }[] {
  return pages.flatMap((marks, index) =>
    marks.flatMap((mark) => (mark.kind === 'text' && mark.text !== '' ? [{ mark, page: index }] : [])),
  );
}

describe('what is drawn', () => {
  const scale = 2;
  let fonts: Fonts;
  let ours: RasterisedPage[];
  let whole: RasterisedPage[];
  let cutByFontkit: RasterisedPage[];

  beforeAll(async () => {
    fonts = await loadFonts();
    ours = await rasterise(await pdfOf('mixed'), scale);
    whole = await rasterise(await pdfOf('mixed', { embed: embedWithFontkit(false) }), scale);
    cutByFontkit = await rasterise(await pdfOf('mixed', { embed: embedWithFontkit(true) }), scale);
  });

  it('drawn PDF has the ink of a render with the whole font', () => {
    const ratio = inkOf(ours) / inkOf(whole);
    expect(ratio).toBeGreaterThan(0.99);
    expect(ratio).toBeLessThan(1.01);
  });

  it('drawn PDF has that ink in each single text', () => {
    const marks = textMarks(layOutReport(printed('mixed'), fonts));
    expect(marks.length).toBeGreaterThan(60);
    for (const { mark, page: index } of marks) {
      const area = areaOf(mark, fonts, scale);
      const [drawn, expected] = [ours, whole].map((pages) => ink(pages[index] as RasterisedPage, area));
      expect(expected).toBeGreaterThan(0);
      const ratio = (drawn as number) / (expected as number);
      expect(ratio).toBeGreaterThan(0.98);
      expect(ratio).toBeLessThan(1.02);
    }
  });

  it('drawn PDF without glyphs fails the ink check, although its text can be copied', () => {
    // What is left is no text: panels, icons, the code.
    expect(inkOf(cutByFontkit) / inkOf(whole)).toBeLessThan(0.8);
    expect(textOf(cutByFontkit)).toContain('身份证四要素');
  });
});

describe('what is said', () => {
  it.each(sampleNames)('PDF text of %s names every sub-check that ran in both languages', async (name) => {
    const report = samples[name];
    const fonts = await loadFonts();
    const pages = await rasterise(await pdfOf(name), 1);
    const text = textOf(pages);
    const marks = textMarks(layOutReport(printed(name), fonts));
    for (const id of report.summary.ran) {
      const { label } = definitionOf(id);
      expect(text).toContain(label.en.replace(/\s/g, ''));
      expect(text).toContain(label.zh);
      const found = marks.find(({ mark: { text: line } }) => line === label.zh);
      expect(found).toBeDefined();
      if (found) {
        const inkPerCharacter =
          ink(pages[found.page] as RasterisedPage, areaOf(found.mark, fonts, 1)) /
          [...found.mark.text].length;
        expect(inkPerCharacter).toBeGreaterThan(5);
      }
    }
  });

  it('PDF text shows an undecided result with its reason, code and message', async () => {
    const text = textOf(await rasterise(await pdfOf('mixed')));
    for (const part of [
      'photocannotbeused照片不可用',
      'Thephotoisblurred',
      '照片中没有单一、清晰的正面人像。',
      'problemwiththebankcard银行卡状态异常',
      '该号段暂不支持',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('addressesToVerify');
  });

  it('PDF text shows hits with their severity and categories in both languages', async () => {
    const text = textOf(await rasterise(await pdfOf('highRisk')));
    expect(text).toContain('Recommendation:fail建议：不予通过Identity:1of4comparisonsdonotagree.');
    expect(text).toContain('Rulesstandard@1:Arecommendationmadebyrules,notalegaldecision.');
    for (const part of [
      'Severity3of3:high风险等级3/3：高',
      'Wantedfugitive,',
      '前科、涉毒、吸毒、在逃、涉案、其他不良记录',
      'Flagged命中风险',
    ])
      expect(text).toContain(part);
  });

  it('PDF text shows the score and threshold of a face comparison in both languages', async () => {
    const text = textOf(await rasterise(await pdfOf('allMatched')));
    expect(text).toContain('Similarity91.5of100;threshold70');
    expect(text).toContain('相似度91.5/100；阈值70');
  });

  it('PDF text shows each address with its result', async () => {
    const text = textOf(await rasterise(await pdfOf('fiveAddresses')));
    expect(text).toContain('1usual常用呼和浩特市新疆******≤3km');
    expect(text).toContain('2work工作黔西南布依族苗族自治州新疆******Norecord查无记录');
    expect(text).toContain('4work工作呼和浩特市新疆******Notdecided未能核验');
    // The masks of the sample are 21 to 202 stars long.
    expect(text).not.toContain('*'.repeat(50));
  });

  it('PDF text has the warnings in both languages, and on each page its number and the report', async () => {
    const pages = await rasterise(await pdfOf('mixed'));
    expect(textOf(pages)).toContain(
      'IDnumber身份证号码Checkdigit校验码不符Thelastcharacterisnotthecheckdigitoftheothers(GB11643-1999).末位与校验码不符（GB11643-1999）。',
    );
    const [first = '', ...others] = pages.map((one) => textOf([one]));
    expect(first).toContain('Alsoconsider请核实IDnumber:Checkdigit;Bankcard:Checkdigit;');
    expect(first).toContain('身份证号码：校验码不符；银行卡号：校验码不符；');
    expect(others.at(-1)).toContain(
      'Theservicedeletesitafter30days.机密身份信息，限请求方使用，30天即删除。',
    );
    for (const [index, text] of [first, ...others].entries()) {
      expect(text).toContain(`${index + 1}/${pages.length}`);
      expect(text).toContain(samples.mixed.reportMetadata.reportId);
      expect(text).toContain('Confidential机密');
    }
    for (const text of others) expect(text).toContain('Recommendation:fail建议：不予通过');
  });

  it('PDF text shows the code point of a character that the font lacks', async () => {
    const fonts = await loadFonts();
    const [first] = await rasterise(await pdfOf('rareName'));
    expect(samples.rareName.submitted.name).toBe('𠮷**');
    expect(first?.text).toContain('[U+20BB7]**');
    const found = textMarks(layOutReport(printed('rareName'), fonts)).find(({ mark }) =>
      mark.text.startsWith('[U+20BB7]'),
    );
    expect(found).toBeDefined();
    if (found && first) expect(ink(first, areaOf(found.mark, fonts, 1))).toBeGreaterThan(60);
  });
});

describe('the icons', () => {
  it('PDF icons differ in shape, so that a gray print distinguishes them', async () => {
    const size = 40;
    const marks = outcomeNames.map(
      (outcome, index): Mark => ({ kind: 'icon', x: index * size, y: 0, outcome, size, colour: [0, 0, 0] }),
    );
    const pdf = await PDFDocument.create();
    const fonts = await loadFonts();
    await paintPages(pdf, [marks], fonts, async () => ({
      ref: PDFRef.of(1),
      encode: () => PDFHexString.of(''),
    }));
    const [sheet] = (await rasterise(await pdf.save())) as [RasterisedPage];
    const grey = (index: number) =>
      Array.from({ length: size * size }, (_, at) => {
        const left = index * size + (at % size);
        const top = Math.floor(at / size);
        return ink(sheet, { left, top, right: left + 1, bottom: top + 1 });
      });
    const icons = outcomeNames.map((_, index) => grey(index));
    for (const [index, one] of icons.entries())
      for (const other of icons.slice(index + 1)) {
        const difference = one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)), 0);
        expect(difference / (size * size)).toBeGreaterThan(0.04);
      }
  });
});

describe('the file', () => {
  it.each(sampleNames)('PDF file of %s is byte-identical for the same report, and small', async (name) => {
    const [once, again] = [await pdfOf(name), await pdfOf(name)];
    expect(Buffer.compare(once, again)).toBe(0);
    expect(once.length).toBeLessThanOrEqual(90_000);
  });

  it('PDF file is byte-identical when reports are rendered concurrently', async () => {
    const all = await Promise.all(sampleNames.map((name) => pdfOf(name)));
    for (const [index, name] of sampleNames.entries())
      expect(Buffer.compare(all[index] as Uint8Array, await pdfOf(name))).toBe(0);
  });

  it("PDF file's metadata has its title, author, date and language", async () => {
    const report = samples.allMatched;
    const pdf = await PDFDocument.load(await pdfOf('allMatched'), { updateMetadata: false });
    expect(pdf.getTitle()).toBe(
      `KYC China verification report 中国大陆身份核验报告 ${report.reportMetadata.reportId}`,
    );
    expect([pdf.getAuthor(), pdf.getCreator(), pdf.getProducer()]).toEqual(Array(3).fill('KYC China'));
    const second = new Date(Math.floor(Date.parse(report.reportMetadata.completedAt) / 1000) * 1000);
    expect([pdf.getCreationDate(), pdf.getModificationDate()]).toEqual([second, second]);
    expect(pdf.catalog.lookup(PDFName.of('Lang'), PDFString).asString()).toBe('zh-CN');
  });

  it.each(sampleNames)(
    'PDF file of %s stays within the margins of A4 and clear of the footer',
    async (name) => {
      const pages = await rasterise(await pdfOf(name));
      for (const one of pages) {
        expect([one.width, one.height]).toEqual([595, 841]);
        const { left, top, right, bottom } = inkedArea(one);
        expect(left).toBeGreaterThanOrEqual(page.margin - 1);
        expect(right).toBeLessThanOrEqual(page.width - page.margin + 1);
        expect(top).toBeGreaterThanOrEqual(page.top - 1);
        expect(bottom).toBeLessThanOrEqual(page.height - 22);
        expect(ink(one, { top: page.footerTop - 9, bottom: page.footerTop - 2 })).toBe(0);
      }
    },
  );
});
