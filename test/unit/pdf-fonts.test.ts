import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as labels from '@kyc-china/core/labels';
import * as catalogue from '@kyc-china/core/sub-checks/catalogue';
import * as findings from '@kyc-china/core/sub-checks/findings';
import type { Element } from '@kyc-china/pdf/element';
import { fontFiles, fontPath } from '@kyc-china/pdf/font-files';
import { type Fonts, fontsOf } from '@kyc-china/pdf/fonts';
import { layOutReport } from '@kyc-china/pdf/lay-out-report';
import { renderReportPdf } from '@kyc-china/pdf/render-report';
import { TrueTypeFont } from '@kyc-china/pdf/truetype';
import { type Glyph, glyphIn } from '@kyc-china/pdf/typeface';
import { providerLabelOf } from '@kyc-china/providers/provider-labels';
import { printed, samples } from '@kyc-china/samples/pdf-samples';
import { sampleSigner } from '@kyc-china/samples/sample-signer';
import fc from 'fast-check';
import { cutFont } from '../../lib/fonts/cut-font.ts';
import { wholeFonts } from '../../lib/fonts/report-fonts.ts';
import { subsetFont } from '../../packages/pdf/subset-font.ts';
import { everyField, reportOn, sourcesOf } from '../../packages/samples/pdf-reports.ts';
import { rasterise } from '../support/pdf-raster.ts';

const signer = sampleSigner();
const core = readFileSync(fontPath(fontFiles.core));
const bold = readFileSync(fontPath(fontFiles.bold));
const rest = readFileSync(fontPath(fontFiles.rest));
const whole = { regular: readFileSync(wholeFonts.regular), bold: readFileSync(wholeFonts.bold) };
const codePointOf = (character: string) => character.codePointAt(0) as number;

/** Fonts that nothing was read with yet, and how often they read the file of rare characters. */
function freshFonts(): { fonts: Fonts; restReads: () => number } {
  let reads = 0;
  const fonts = fontsOf(core, bold, () => {
    reads += 1;
    return rest;
  });
  return { fonts, restReads: () => reads };
}

/** The whole fonts, as their package has them: there is no more to read than those. */
const wholeFaces = () => fontsOf(whole.regular, whole.bold, () => whole.regular);

/** The first character of names of which the core has none, and which the font has. */
const rareNames = ['䶮', '㼆', '玥'];

const reports = [
  ...Object.keys(samples).map((name) => printed(name as keyof typeof samples)),
  ...rareNames.map((first) => {
    const report = reportOn({ ...everyField, name: `${first}明` });
    return { report, sources: sourcesOf(report) };
  }),
];

const drawn = (at: number, fonts: Fonts) =>
  renderReportPdf((reports[at] as (typeof reports)[number]).report, reports[at]?.sources ?? [], signer, {
    fonts,
  });

/** Every text in a value: the labels of a module, those that its functions make of numbers too. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

describe('the fonts that the build cuts', () => {
  let coreFont: TrueTypeFont;
  let restFont: TrueTypeFont;
  let wholeFont: TrueTypeFont;
  beforeAll(() => {
    [coreFont, restFont, wholeFont] = [core, rest, whole.regular].map((bytes) => new TrueTypeFont(bytes)) as [
      TrueTypeFont,
      TrueTypeFont,
      TrueTypeFont,
    ];
  });

  it('subset fonts have every character of every label, without the file of rare ones', () => {
    const providers = ['simulator', 'alibaba', 'tencent'].map(providerLabelOf);
    const texts = [labels, catalogue, findings, providers].flatMap((one) => textsIn({ ...one }));
    expect(texts.length).toBeGreaterThan(150);
    for (const character of new Set(`${texts.join('')}0123456789abcdef-/:.[]|`)) {
      expect(glyphIn(coreFont, codePointOf(character))).toBeDefined();
    }
  });

  it.each(Object.keys(samples) as (keyof typeof samples)[])(
    'PDF of %s draws each heading with bold glyphs, Chinese ones too',
    async (name) => {
      const isHeading = (part: Element | undefined): boolean =>
        part !== undefined && (['H1', 'H2'].includes(part.tag) || isHeading(part.parent));
      const headings = layOutReport(printed(name), freshFonts().fonts)
        .flat()
        .flatMap((mark) => (mark.kind === 'text' && isHeading(mark.part) ? [mark] : []));
      expect(headings.map(({ text }) => text).join('')).toContain('中国大陆身份核验报告');
      expect(headings.filter(({ style }) => style.weight !== 'bold')).toEqual([]);
    },
  );

  it('subset fonts together have the characters of the whole font, and no more', () => {
    for (let codePoint = 0; codePoint < 0x40000; codePoint++) {
      const found = [coreFont, restFont].some((font) => font.glyphOf(codePoint) !== undefined);
      const expected = wholeFont.glyphOf(codePoint) !== undefined;
      if (found !== expected) expect([codePoint, found]).toEqual([codePoint, expected]);
    }
  });

  it('subset fonts are byte-identical in each build', async () => {
    const characters = ['核', '验', 'A', '·', '䶮'];
    const [once, again] = [
      await cutFont(whole.regular, characters),
      await cutFont(whole.regular, characters),
    ];
    expect(Buffer.compare(once, again)).toBe(0);
  });
});

describe('a report', () => {
  it('PDF is drawn without the file of rare characters, unless it has one', async () => {
    for (const [at, { report }] of reports.entries()) {
      const { fonts, restReads } = freshFonts();
      await drawn(at, fonts);
      const isRare = ['𠮷', ...rareNames].some((name) => report.submitted.name?.startsWith(name));
      expect([report.submitted.name, restReads()]).toEqual([report.submitted.name, isRare ? 1 : 0]);
    }
  });

  it('PDF looks the same as with the whole font', async () => {
    for (const at of reports.keys()) {
      const ours = await rasterise(await drawn(at, freshFonts().fonts), 2);
      const expected = await rasterise(await drawn(at, wholeFaces()), 2);
      expect(ours.map(({ text }) => text)).toEqual(expected.map(({ text }) => text));
      for (const [index, page] of ours.entries())
        expect(Buffer.compare(page.pixels, expected[index]?.pixels ?? new Uint8Array())).toBe(0);
    }
  });

  it('PDF is byte-identical whatever was drawn before it', async () => {
    const alone = await Promise.all([...reports.keys()].map((at) => drawn(at, freshFonts().fonts)));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(reports.length - 1), { maxLength: 5 }), async (order) => {
        const { fonts } = freshFonts();
        for (const at of order)
          expect(Buffer.compare(await drawn(at, fonts), alone[at] as Uint8Array)).toBe(0);
      }),
      { numRuns: 20 },
    );
  });
});

describe('the subset in a PDF', () => {
  /** An outline without the zeros that bring the next one to an even offset. */
  const unpadded = (outline: Uint8Array) =>
    Buffer.from(outline)
      .toString('hex')
      .replace(/(00)+$/, '');
  const glyphs = (font: TrueTypeFont, characters: readonly string[]) =>
    characters.map((character) => glyphIn(font, codePointOf(character)) as Glyph);

  it("embedded subset has the outlines, widths and bearings of HarfBuzz's subset", async () => {
    const coreFont = new TrueTypeFont(core);
    const restFont = new TrueTypeFont(rest);
    const usual = [...'核验结果数据源报告编号AZaz09 .-[]|(),吐尔逊·≤，。（）'];
    const rare = [...'䶮㼆玥'];
    await fc.assert(
      fc.asyncProperty(fc.subarray(usual), fc.subarray(rare), async (some, others) => {
        const missing = { font: coreFont, index: 0, width: coreFont.widthOfGlyph(0) };
        const file = subsetFont([missing, ...glyphs(coreFont, some), ...glyphs(restFont, others)]);
        const ours = new TrueTypeFont(file);
        const theirs = new TrueTypeFont(await cutFont(whole.regular, [...some, ...others]));
        for (const [index, character] of ['', ...some, ...others].entries()) {
          const expected = index === 0 ? 0 : (theirs.glyphOf(codePointOf(character)) as number);
          expect(unpadded(ours.outlineOfGlyph(index))).toBe(unpadded(theirs.outlineOfGlyph(expected)));
          expect(ours.advanceOfGlyph(index)).toBe(theirs.advanceOfGlyph(expected));
          expect(ours.bearingOfGlyph(index)).toBe(theirs.bearingOfGlyph(expected));
        }
      }),
      { numRuns: 10 },
    );
  });

  it('embedded subset has a valid checksum, with short offsets or long', () => {
    const font = new TrueTypeFont(core);
    const missing = { font, index: 0, width: 0 };
    const all = Array.from({ length: 0x5200 }, (_, at) => glyphIn(font, 0x4e00 + at)).filter((one) => !!one);
    for (const some of [all.slice(0, 20), all]) {
      const file = Buffer.from(subsetFont([missing, ...some]));
      let sum = 0;
      for (let at = 0; at < file.length; at += 4) sum = (sum + file.readUInt32BE(at)) >>> 0;
      expect(sum).toBe(0xb1b0afba);
      const written = new TrueTypeFont(file);
      const last = some.at(-1) as Glyph;
      const [expected, found] = [font.outlineOfGlyph(last.index), written.outlineOfGlyph(some.length)];
      expect(Buffer.from(found.subarray(0, expected.length))).toEqual(Buffer.from(expected));
      expect(found.length - expected.length).toBeLessThan(2);
    }
  });

  it('embedded subset refuses an empty set of characters', () => {
    expect(() => subsetFont([])).toThrow(RangeError);
  });
});
