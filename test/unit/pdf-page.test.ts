import { beforeAll, describe, expect, it } from '@jest/globals';
import { definitionOf, subCheckIds } from '@kyc-china/core/sub-checks/catalogue';
import type { Mark } from '@kyc-china/pdf/blocks';
import { type Fonts, loadFonts } from '@kyc-china/pdf/fonts';
import { layOutReport } from '@kyc-china/pdf/lay-out-report';
import type { PrintedReport } from '@kyc-china/pdf/printed-report';
import { page } from '@kyc-china/pdf/theme';
import { printed, samples } from '@kyc-china/samples/pdf-samples';
import { printedVariant, variantPdf, variants } from '@kyc-china/samples/pdf-variants';
import fc from 'fast-check';
import jsqr from 'jsqr';
import { PDFDocument } from 'pdf-lib';
import { languageRuns } from '../../packages/pdf/element.ts';
import { notCheckedIn } from '../../packages/pdf/not-checked.ts';
import { carrierLabel, placeLabel } from '../../packages/pdf/place-names.ts';
import { bothTimes } from '../../packages/pdf/times.ts';
import { rasterise } from '../support/pdf-raster.ts';
import { structureOf } from '../support/pdf-structure.ts';

const variantNames = Object.keys(variants) as (keyof typeof variants)[];
const all: [name: string, report: PrintedReport][] = [
  ...(Object.keys(samples) as (keyof typeof samples)[]).map((name): [string, PrintedReport] => [
    name,
    printed(name),
  ]),
  ...variantNames.map((name): [string, PrintedReport] => [name, printedVariant(name)]),
];

let fonts: Fonts;
beforeAll(async () => {
  fonts = await loadFonts();
});

type Text = Mark & { kind: 'text' };
const textsOf = (marks: readonly Mark[]) => marks.filter((mark): mark is Text => mark.kind === 'text');
const wordsOf = (marks: readonly Mark[]) =>
  textsOf(marks)
    .map(({ text }) => text)
    .join('\n');
const firstPage = (report: PrintedReport) => layOutReport(report, fonts)[0] ?? [];
const everyPage = (report: PrintedReport) => layOutReport(report, fonts).map(wordsOf).join('\n');

/** Returns a text without line breaks and the spaces beside them: lines may break anywhere. */
const joined = (text: string) => text.replace(/\s+/g, '');

describe('page one', () => {
  it.each(all.filter(([name]) => name !== 'longestTexts'))(
    'PDF of %s says in its top third who asked, whether the identity agrees, and what to do',
    (_, report) => {
      const top = textsOf(firstPage(report)).filter(({ y, style }) => y + style.size <= page.height / 3);
      const text = wordsOf(top);
      const places = [
        'Person',
        (report.report.submitted.name ?? report.report.submitted.mobile ?? '').slice(0, 3),
        'Requested by',
        report.requestedBy ?? 'not stated',
        'Purpose',
        'Consent',
        'Recommendation',
        'Identity: ',
        'To do: ',
      ].map((part) => text.indexOf(part.startsWith('𠮷') ? '[U+20BB7]' : part));
      expect(places).not.toContain(-1);
      expect(places).toEqual(places.toSorted((one, other) => one - other));
    },
  );

  it.each(all)('PDF of %s lists each check, or why none of its kind ran', (_, report) => {
    const text = joined(everyPage(report));
    const { ran } = report.report.summary;
    const missing = notCheckedIn(report.report);
    const axes = new Set([...ran, ...missing.map(({ id }) => id)].map((id) => definitionOf(id).axis));
    expect(axes).toEqual(new Set(subCheckIds.map((id) => definitionOf(id).axis)));
    for (const id of ran) expect(text).toContain(joined(definitionOf(id).label.zh));
    for (const { id, why } of missing) {
      const { label } = definitionOf(id);
      expect(text).toContain(joined(`${label.en}${label.zh}Not checked未核验${why.en}${why.zh}`));
    }
  });

  it('PDF says which field a check that did not run needs, and what the service does not offer', () => {
    const why = (name: keyof typeof variants) =>
      Object.fromEntries(notCheckedIn(variants[name]).map((one) => [one.id, one.why.en]));
    expect(why('oneLookup')).toMatchObject({
      'identity.image': 'Not sent: Name, ID number, Face photo.',
      'mobile.address-verify': 'Not sent: Address.',
      'risk.fraud': 'It was not requested.',
    });
    expect(why('notOffered')).toMatchObject({
      'risk.criminal': 'This service does not offer it.',
      'identity.image': 'It was not requested.',
    });
    expect(notCheckedIn(variants.fourteenChecks)).toEqual([]);
  });

  it('PDF of a pass names far addresses and doubts beside the recommendation', () => {
    const far = joined(wordsOf(firstPage(printedVariant('farAway'))));
    expect(far).toContain('Recommendation:pass');
    expect(far).toContain('lookatthepointsbelowbeforeyouaccept');
    expect(far).toContain('Statedaddress2,5:>50kmfromwherethephoneusuallyis.地址2、5：距常驻位置>50km。');
    expect(far).toContain('Statedaddress3:20–50km');
    expect(far).toContain('Faraway距离远');
    const clean = joined(wordsOf(firstPage(printed('allMatched'))));
    expect(clean).toContain('Asfarasitssourcesgo,nothingadverseisknown.');
    expect(clean).not.toContain('Alsoconsider');
  });

  it('PDF of an expired card recommends a review and says why', () => {
    const text = joined(wordsOf(firstPage(printedVariant('expiredCard'))));
    expect(text).toContain('Recommendation:review建议：人工复核');
    expect(text).toContain('TheIDcardhasexpired.证件已过期。');
  });

  it('PDF lists the reasons with the worst first', () => {
    const text = joined(wordsOf(firstPage(printed('highRisk'))));
    const places = ['Thesourcesaysthatthedetailsdiffer', 'wantedfugitive', 'thehighestseverity'].map((part) =>
      text.indexOf(part),
    );
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });
});

describe('the order', () => {
  it('PDF prints consent, its record and the long texts of the request in full', () => {
    const { consent, clientReference } = variants.longestTexts.reportMetadata;
    const text = joined(wordsOf(firstPage(printedVariant('longestTexts'))));
    for (const part of [
      'example-bank',
      clientReference,
      consent?.purpose,
      consent?.reference,
      '2026-11-24 09:30:00 UTC+8 北京时间',
      '敏感个人信息、人脸识别、向第三方提供、出境',
    ])
      expect(text).toContain(joined(part ?? 'missing'));
    expect(text).not.toContain('unprinted');
  });

  it('PDF of a re-run names the earlier report and the time of a result that is carried over', () => {
    const text = joined(everyPage(printedVariant('rerun')));
    expect(text).toContain('Re-runof重新核验自7b0d6a0e-0d7a-4c57-9a53-6f5f1f0f8f11');
    expect(text).toContain('2026-11-2107:05:002026-11-2023:05:00carriedover沿用原结果');
  });

  it('PDF times are the same moment in UTC+8 and in UTC, also across midnight', () => {
    expect(bothTimes('2026-11-23T18:20:22.779Z')).toEqual([
      '2026-11-24 02:20:22 UTC+8 北京时间',
      '2026-11-23 18:20:22 UTC',
    ]);
    expect(everyPage(printed('mixed'))).not.toMatch(/\dT\d|\d\.\d{3}Z/);
  });
});

describe('all pages', () => {
  it.each(all)(
    'PDF of %s has no last page without the whole closing block, and no word of prices',
    (_, report) => {
      const pages = layOutReport(report, fonts).map(wordsOf);
      for (const part of ['Scope and limits', 'How to verify this document', 'Reviewer', 'Signature'])
        expect(pages.at(-1)).toContain(part);
      expect(pages.join('\n')).not.toMatch(/\bbill|计费|费用/i);
    },
  );

  it.each(variantNames)('PDF file of %s is byte-identical, small, and tags its tables', async (name) => {
    const [once, again] = [await variantPdf(name), await variantPdf(name)];
    expect(Buffer.compare(once, again)).toBe(0);
    expect(once.length).toBeLessThanOrEqual(90_000);
    const { nodes } = structureOf(await PDFDocument.load(once, { updateMetadata: false }));
    for (const table of nodes.filter(({ tag }) => tag === 'Table')) {
      const rows = nodes.filter(({ tag, ancestors }) => tag === 'TR' && ancestors.includes(table));
      expect(new Set(rows.map(({ kids }) => kids.length)).size).toBe(1);
    }
  });

  it('PDF QR code holds the address that verifies the report, if the stage has one', async () => {
    const [first] = await rasterise(await variantPdf('fugitive'), 3);
    if (!first) throw new Error('no page');
    const read = jsqr.default(new Uint8ClampedArray(first.pixels), first.width, first.height);
    expect(read?.data).toBe(printedVariant('fugitive').verificationUrl);
    expect(first.text).toContain('Scan to verify 扫码验真');
  });
});

describe('languages', () => {
  it.each([
    ['Report ID 报告编号 3f0c1a52-7d1e', ['en:Report ID ', 'zh-CN:报告编号 ', 'en:3f0c1a52-7d1e']],
    ['保存 30 天', ['zh-CN:保存 30 天']],
    ['2026-11-24 16:15:30', ['zh-CN:2026-11-24 16:15:30']],
    ['3 / 3, high 高', ['en:3 / 3, high ', 'zh-CN:高']],
    ['', []],
  ])('text %j is split by language', (text, runs) => {
    expect(languageRuns(text).map((run) => `${run.language}:${run.text}`)).toEqual(runs);
  });

  it('text that is split by language loses nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'中文，a1 -（B）\u3000𠮷') }), (text) => {
        const runs = languageRuns(text);
        expect(runs.map((run) => run.text).join('')).toBe(text);
        for (const { text: run, language } of runs)
          if (language === 'en') expect(run).not.toMatch(/\p{Script=Han}/u);
      }),
    );
  });

  it('places and carriers are named in both languages, once', () => {
    expect(placeLabel('新疆维吾尔自治区', '乌鲁木齐市')).toEqual({
      zh: '新疆维吾尔自治区乌鲁木齐市',
      en: 'Xinjiang, 乌鲁木齐市',
    });
    expect(placeLabel('北京', '北京市')).toEqual({ zh: '北京市', en: 'Beijing' });
    expect(placeLabel(null, null)).toBeUndefined();
    expect(carrierLabel('中国移动').en).toBe('China Mobile');
    expect(carrierLabel('constructor').en).toBe('constructor');
  });
});
