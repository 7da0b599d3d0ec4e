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
      // The first line of it, where it takes two.
      const found = marks.find(({ mark: { text: line } }) => line.length > 3 && label.zh.startsWith(line));
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
      'photo-unusable',
      '照片不可用',
      'Thephotoisblurred',
      'card-problem',
      '该号段暂不支持',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('addressesToVerify');
  });

  it('PDF text shows hits with their severity and categories in both languages', async () => {
    const text = textOf(await rasterise(await pdfOf('highRisk')));
    expect(text).toContain(
      'Recommendation:fail建议：不予通过Policy规则standard@1|Arecommendationmadebyrules,notalegaldecision.',
    );
    for (const part of ['3/3,high高', 'Wantedfugitive在逃', 'Druguse吸毒', 'Flagged命中风险'])
      expect(text).toContain(part);
  });

  it('PDF text shows each address with its result', async () => {
    const text = textOf(await rasterise(await pdfOf('fiveAddresses')));
    expect(text).toContain('Address1地址|usual常用|呼和浩特市|distance距离:≤3km');
    expect(text).toContain('Address2地址|work工作|黔西南布依族苗族自治州|Norecord查无记录');
    expect(text).toContain('Address4地址|work工作|呼和浩特市|Errored未能核验');
    expect(text).toContain('Identity身份核验(continued续)Sub-check核验项');
  });

  it('PDF text has the warnings, the page numbers and how long the report is kept', async () => {
    const pages = await rasterise(await pdfOf('mixed'));
    expect(textOf(pages)).toContain('IDnumber身份证号码|Checkdigit校验码不符');
    expect(pages[0]?.text.replace(/\s/g, '')).toContain(
      'Warnings提示:4(explainedbelow说明列于下方)IDnumber身份证号码:Checkdigit校验码不符|Bankcard',
    );
    for (const [index, one] of pages.entries()) {
      const text = textOf([one]);
      expect(text).toContain(`${index + 1}/${pages.length}`);
      expect(text).toContain(
        'Theservicedeletesitafter30days.机密文件，含个人信息，仅供请求方使用，本服务保存30天后删除。',
      );
      expect(text).toContain(samples.mixed.reportMetadata.reportId);
    }
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
