import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalReport, reportSha256, reportUrn } from '@kyc-china/core/report-digest';
import { describedReport } from '@kyc-china/pdf/describe';
import { TrueTypeFont } from '@kyc-china/pdf/truetype';
import { pdfOf, printed, samples } from '@kyc-china/samples/pdf-samples';
import jsqr from 'jsqr';
import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  PDFRawStream,
  PDFString,
} from 'pdf-lib';
import { rasterise } from '../support/pdf-raster.ts';
import { structureOf } from '../support/pdf-structure.ts';

const sampleNames = Object.keys(samples) as (keyof typeof samples)[];
const report = samples.highRisk;
const { reportId, completedAt } = report.reportMetadata;
const sha256 = reportSha256(report);

describe('the hash of a report', () => {
  it('report hash is that of the polled JSON, for any link and any order of its keys', () => {
    const pdfFileName = `kyc-cn-${reportId}.pdf`;
    const delivered = { pdfUrl: 'https://example.com/one', pdfFileName, ...report };
    expect(reportSha256(delivered)).toBe(sha256);
    expect(reportSha256({ ...delivered, pdfUrl: 'https://example.com/two' })).toBe(sha256);
    expect(sha256).toBe(createHash('sha256').update(canonicalReport(report)).digest('hex'));
    expect(JSON.parse(canonicalReport(report))).toEqual({
      ...JSON.parse(JSON.stringify(report)),
      pdfFileName,
    });
  });

  it('report hash changes with anything that the report states', () => {
    const changed = structuredClone(report) as { reportMetadata: { durationMs: number } } & typeof report;
    changed.reportMetadata.durationMs += 1;
    expect(reportSha256(changed)).not.toBe(sha256);
  });
});

describe('the document', () => {
  let bytes: Uint8Array;
  let pdf: PDFDocument;
  beforeAll(async () => {
    bytes = await pdfOf('highRisk');
    pdf = await PDFDocument.load(bytes, { updateMetadata: false });
  });

  const dictOf = (name: string) => pdf.catalog.lookup(PDFName.of(name), PDFDict);
  const xmp = () => {
    const stream = pdf.catalog.lookup(PDFName.of('Metadata'));
    return Buffer.from((stream as PDFRawStream).contents).toString('utf8');
  };

  it('PDF document prints the hash, and holds it with the report id in a readable QR code', async () => {
    const [first] = await rasterise(bytes, 3);
    if (!first) throw new Error('no page');
    expect(first.text).toContain(sha256);
    const read = jsqr.default(new Uint8ClampedArray(first.pixels), first.width, first.height);
    expect(read?.data).toBe(`urn:uuid:${reportId}?=sha256=${sha256}`);
    expect(read?.data).toBe(reportUrn(reportId, printed('highRisk').sha256));
  });

  it('PDF document says that it is PDF/A-3a and PDF/UA-1', () => {
    expect(xmp()).toContain(
      '<pdfaid:part>3</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>\n<pdfuaid:part>1</pdfuaid:part>',
    );
  });

  it('PDF document has equal metadata in both places', () => {
    const value = (name: string) =>
      new RegExp(`<${name}>(?:<rdf:(?:Alt|Seq)><rdf:li[^>]*>)?([^<]+)<`).exec(xmp())?.[1];
    expect(value('dc:title')).toBe(pdf.getTitle());
    expect(value('dc:description')).toBe(pdf.getSubject());
    expect(value('dc:creator')).toBe(pdf.getAuthor());
    expect(value('xmp:CreatorTool')).toBe(pdf.getCreator());
    expect(value('pdf:Producer')).toBe(pdf.getProducer());
    expect(new Date(value('xmp:CreateDate') ?? '')).toEqual(pdf.getCreationDate());
    expect(new Date(value('xmp:ModifyDate') ?? '')).toEqual(pdf.getModificationDate());
    expect(value('dc:identifier')).toBe(`urn:uuid:${reportId}`);
    expect(describedReport(bytes)).toEqual({
      reportId,
      createdAt: new Date(completedAt.replace(/\.\d+Z$/, 'Z')),
    });
  });

  it('PDF document has an outline to each of its sections, each in both languages', () => {
    const outlines = dictOf('Outlines');
    const titles: string[] = [];
    for (
      let item: PDFDict | undefined = outlines.lookup(PDFName.of('First'), PDFDict);
      item;
      item = item.lookupMaybe(PDFName.of('Next'), PDFDict)
    ) {
      titles.push(item.lookup(PDFName.of('Title'), PDFHexString).decodeText());
      const target = item.lookup(PDFName.of('Dest'), PDFArray);
      expect(pdf.getPages().map(({ ref }) => ref)).toContain(target.get(0));
    }
    expect(titles).toEqual([
      'Person 被核验人',
      'Request 核验请求',
      'Recommendation 建议',
      'All checks 核验结果',
      'Stated addresses 地址',
      'Sources and times 数据源',
      'Scope and limits 核验范围',
      'How to verify this document 报告核验',
      'Reviewer 人工复核',
    ]);
    expect(outlines.lookup(PDFName.of('Count'), PDFNumber).asNumber()).toBe(titles.length);
  });

  it('PDF document tags all text once, outside of typed artifacts', () => {
    expect(dictOf('MarkInfo').get(PDFName.of('Marked'))?.toString()).toBe('true');
    const marked = pdf
      .getPages()
      .map(({ node }) =>
        Buffer.from(inflateSync((node.Contents() as PDFRawStream).contents)).toString('latin1'),
      );
    const { contents } = structureOf(pdf);
    for (const [index, page] of marked.entries()) {
      const numbers = Array.from(page.matchAll(/\/MCID (\d+)>> BDC$/gm), ([, number]) => Number(number));
      expect(numbers).toEqual(numbers.map((_, at) => at));
      expect(contents.filter(({ page: of }) => of === index).map(({ number }) => number)).toEqual(numbers);
      expect(page.match(/ BDC$/gm)?.length).toBe(page.match(/^EMC$/gm)?.length);
      expect(page).not.toContain(' BMC');
      const artifacts = new Set(Array.from(page.matchAll(/^\/Artifact <<(.*)>> BDC$/gm), ([, type]) => type));
      expect([...artifacts].sort()).toEqual([
        '/Type/Layout',
        '/Type/Pagination/Subtype/Footer',
        ...(index > 0 ? ['/Type/Pagination/Subtype/Header'] : []),
      ]);
      // Text after marked content inside of an element is lost to readers that use poppler.
      expect(page).not.toMatch(/BDC\n(?:(?!EMC\n)[^\n]*\n)*\/\w+ <<[^\n]* BDC/);
      // Text that is drawn outside of marked content has no place in the structure.
      expect(page).not.toMatch(/EMC\nBT/);
    }
  });

  it('PDF document has one title in two languages, and names its figure', () => {
    expect(pdf.catalog.lookup(PDFName.of('Lang'), PDFString).asString()).toBe('zh-CN');
    const { nodes } = structureOf(pdf);
    const [title, ...others] = nodes.filter(({ tag }) => tag === 'H1');
    expect(others).toEqual([]);
    expect(title?.kids.map((kid) => ('tag' in kid ? [kid.tag, kid.language] : 'text'))).toEqual([
      ['Span', 'en'],
      'text',
    ]);
    const [figure] = nodes.filter(({ tag }) => tag === 'Figure');
    expect(figure?.dict.lookup(PDFName.of('Alt'), PDFHexString).decodeText()).toBe(
      'QR code: report ID and SHA-256 二维码：报告编号及哈希值',
    );
  });

  it.each(sampleNames)('PDF tables of %s have heads for each row and column', async (name) => {
    const { nodes } = structureOf(await PDFDocument.load(await pdfOf(name), { updateMetadata: false }));
    const tables = nodes.filter(({ tag }) => tag === 'Table');
    expect(tables.length).toBeGreaterThan(3);
    for (const table of tables) {
      const rows = nodes.filter(({ tag, ancestors }) => tag === 'TR' && ancestors.includes(table));
      const cells = rows.map(({ kids }) => kids.flatMap((kid) => ('tag' in kid ? kid : [])));
      expect(new Set(cells.map(({ length }) => length)).size).toBe(1);
      for (const [at, row] of cells.entries()) {
        const isHead = rows[at]?.ancestors.some(({ tag }) => tag === 'THead') ?? false;
        expect(row.map(({ tag, scope }) => [tag, scope])).toEqual(
          row.map((_, index) =>
            isHead ? ['TH', 'Column'] : index === 0 ? ['TH', 'Row'] : ['TD', undefined],
          ),
        );
        // A cell without content would not be announced.
        for (const cell of row) expect(cell.kids.length).toBeGreaterThan(0);
      }
    }
  });

  it('PDF fonts map their codes to text in blocks of at most 100, as readers expect', () => {
    const maps = pdf.context.enumerateIndirectObjects().flatMap(([, object]) => {
      if (!(object instanceof PDFDict) || !object.has(PDFName.of('ToUnicode'))) return [];
      const stream = object.lookup(PDFName.of('ToUnicode')) as PDFRawStream;
      return [inflateSync(stream.contents).toString('latin1')];
    });
    expect(maps).toHaveLength(2);
    for (const map of maps) {
      const blocks = [...map.matchAll(/(\d+) beginbfchar\n([^b]*)endbfchar/g)];
      expect(blocks.length).toBeGreaterThan(0);
      for (const [, count, lines = ''] of blocks) {
        expect(Number(count)).toBeLessThanOrEqual(100);
        expect(lines.match(/^<[0-9A-F]{4}> <[0-9A-F]{4,8}>$/gm)).toHaveLength(Number(count));
      }
      expect(map).not.toContain('bfrange');
    }
  });

  it('PDF document declares its colors as sRGB', () => {
    const intent = pdf.catalog.lookup(PDFName.of('OutputIntents'), PDFArray).lookup(0, PDFDict);
    const profile = intent.lookup(PDFName.of('DestOutputProfile')) as PDFRawStream;
    expect(profile.dict.lookup(PDFName.of('N'), PDFNumber).asNumber()).toBe(3);
    const icc = inflateSync(profile.contents);
    expect(icc.readUInt32BE(0)).toBe(icc.length);
    // The last version that PDF 1.7 allows.
    expect(icc.readUInt32BE(8)).toBe(0x04200000);
    expect(icc.toString('latin1', 12, 24)).toBe('mntrRGB XYZ ');
    expect(icc.toString('latin1', 36, 40)).toBe('acsp');
    // Where each tag is: inside the profile, on a boundary of four bytes.
    for (let tag = 0; tag < icc.readUInt32BE(128); tag++) {
      const [offset, length] = [icc.readUInt32BE(136 + 12 * tag), icc.readUInt32BE(140 + 12 * tag)];
      expect(offset % 4).toBe(0);
      expect(offset + length).toBeLessThanOrEqual(icc.length);
    }
  });

  it('PDF document meets ISO 19005-3 for archived files, as far as its objects show', () => {
    const text = Buffer.from(bytes).toString('latin1');
    // 6.1.2 and 6.1.3: version, four bytes beyond ASCII, nothing after the end, a file id, no encryption.
    expect(text).toMatch(/^%PDF-1\.7\n%[\x80-\xff]{4,}\n/);
    expect(text).toMatch(/%%EOF\n?$/);
    expect(pdf.context.trailerInfo.ID).toBeInstanceOf(PDFArray);
    expect(pdf.context.trailerInfo.Encrypt).toBeUndefined();
    const objects = pdf.context.enumerateIndirectObjects().map(([, object]) => object);
    const dicts = objects.flatMap((object) =>
      object instanceof PDFDict ? [object] : object instanceof PDFRawStream ? [object.dict] : [],
    );
    for (const dict of dicts) {
      // 6.1.7, 6.2.5, 6.4, 6.5, 6.6: no other filter, no transparency, no actions.
      // A signature's filter is not of a stream: it names who checks it.
      const filters = dict.has(PDFName.of('ByteRange')) ? ['/Adobe.PPKLite'] : [undefined, '/FlateDecode'];
      expect(filters).toContain(dict.get(PDFName.of('Filter'))?.toString());
      for (const key of ['SMask', 'ca', 'CA', 'BM', 'Group', 'TR', 'AA', 'OpenAction', 'JS'])
        expect(dict.has(PDFName.of(key))).toBe(false);
      // Figures and heads of tables have attributes under the key of an action.
      const kind = dict.get(PDFName.of('S'))?.toString() ?? '';
      if (!['/Figure', '/TH'].includes(kind)) expect(dict.has(PDFName.of('A'))).toBe(false);
    }
    // 6.2.11: every font is there, and each glyph that has a width of its own has that of the font file.
    const fonts = dicts.filter((dict) => dict.get(PDFName.of('Subtype')) === PDFName.of('CIDFontType2'));
    expect(fonts).toHaveLength(2);
    for (const font of fonts) {
      expect(font.get(PDFName.of('CIDToGIDMap'))?.toString()).toBe('/Identity');
      const descriptor = font.lookup(PDFName.of('FontDescriptor'), PDFDict);
      const file = new TrueTypeFont(
        inflateSync((descriptor.lookup(PDFName.of('FontFile2')) as PDFRawStream).contents),
      );
      const widths = font.lookup(PDFName.of('W'), PDFArray);
      for (let at = 0; at < widths.size(); at += 2) {
        const first = widths.lookup(at, PDFNumber).asNumber();
        const run = widths.lookup(at + 1, PDFArray);
        for (let next = 0; next < run.size(); next++)
          expect(run.lookup(next, PDFNumber).asNumber()).toBe(file.widthOfGlyph(first + next));
      }
    }
  });
});
