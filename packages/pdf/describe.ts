import { both, title } from '@kyc-china/core/labels';
import { reportUrn } from '@kyc-china/core/report-digest';
import { type PDFDocument, PDFHexString, PDFName, PDFRawStream, PDFString } from 'pdf-lib';
import { addFlateStream } from './flate-stream.ts';
import type { PrintedReport } from './printed-report.ts';
import { srgbProfile } from './srgb-profile.ts';

const maker = 'KYC China';

function escapeXml(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.codePointAt(0)};`);
}

/** The schema of the claim to be PDF/UA: PDF/A allows no property without one (ISO 19005-3, 6.6.2.3). */
const universalAccessSchema = [
  '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">',
  '<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>',
  '<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>',
  '<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>',
  '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">',
  '<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>',
  '<pdfaProperty:category>internal</pdfaProperty:category>',
  '<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>',
  '</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>',
].join('');

/** Returns the metadata as XMP (ISO 16684-1), the form that readers and archives expect. It is readable without a PDF reader. */
function xmpOf(about: { title: string; subject: string; identifier: string; date: string }): string {
  const one = (name: string, value: string) => `<${name}>${escapeXml(value)}</${name}>`;
  const list = (name: string, kind: 'Seq' | 'Bag', ...values: string[]) =>
    `<${name}><rdf:${kind}>${values.map((value) => one('rdf:li', value)).join('')}</rdf:${kind}></${name}>`;
  const text = (name: string, value: string) =>
    `<${name}><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(value)}</rdf:li></rdf:Alt></${name}>`;
  return [
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">',
    one('pdfaid:part', '3'),
    one('pdfaid:conformance', 'A'),
    one('pdfuaid:part', '1'),
    universalAccessSchema,
    one('dc:format', 'application/pdf'),
    one('dc:identifier', about.identifier),
    text('dc:title', about.title),
    text('dc:description', about.subject),
    list('dc:creator', 'Seq', maker),
    list('dc:language', 'Bag', 'zh-CN', 'en'),
    one('xmp:CreatorTool', maker),
    one('xmp:CreateDate', about.date),
    one('xmp:ModifyDate', about.date),
    one('xmp:MetadataDate', about.date),
    one('pdf:Producer', maker),
    '</rdf:Description></rdf:RDF></x:xmpmeta>',
    '<?xpacket end="r"?>',
  ].join('\n');
}

/**
 * Adds to the document what an archive needs: the metadata in both forms, the color space and a file id (ISO 19005-3, 6.6,
 * 6.2.3 and 6.1.3).
 */
export function describe(pdf: PDFDocument, { report, sha256 }: PrintedReport): void {
  const { reportId, completedAt } = report.reportMetadata;
  const about = {
    title: `${both(title)} ${reportId}`,
    subject: reportUrn(reportId, sha256),
    identifier: `urn:uuid:${reportId}`,
    date: `${completedAt.slice(0, 19)}Z`,
  };
  const date = new Date(about.date);
  pdf.setTitle(about.title, { showInWindowTitleBar: true });
  pdf.setSubject(about.subject);
  pdf.setAuthor(maker);
  pdf.setCreator(maker);
  pdf.setProducer(maker);
  pdf.setCreationDate(date);
  pdf.setModificationDate(date);
  // The catalog can name one language only. English texts are marked as such.
  pdf.setLanguage('zh-CN');

  const { catalog, context } = pdf;
  const xmp = Buffer.from(xmpOf(about), 'utf8');
  // Not compressed: the report's id can be read even from a damaged file.
  const metadata = PDFRawStream.of(
    context.obj({ Type: 'Metadata', Subtype: 'XML', Length: xmp.length }),
    xmp,
  );
  catalog.set(PDFName.of('Metadata'), context.register(metadata));
  const intent = context.obj({
    Type: 'OutputIntent',
    S: 'GTS_PDFA1',
    OutputConditionIdentifier: PDFString.of('sRGB'),
    Info: PDFString.of('sRGB IEC61966-2.1'),
    DestOutputProfile: addFlateStream(pdf, srgbProfile(), { N: 3 }),
  });
  catalog.set(PDFName.of('OutputIntents'), context.obj([intent]));
  const id = PDFHexString.of(sha256.slice(0, 32));
  context.trailerInfo.ID = context.obj([id, id]);
}

const identifier = /<dc:identifier>urn:uuid:([0-9a-f-]{36})<\/dc:identifier>/;
const created = /<xmp:CreateDate>([0-9TZ:.-]+)<\/xmp:CreateDate>/;

/** Returns the report id in a PDF's metadata; undefined if the metadata are not in this service's form. */
export function describedReport(pdf: Uint8Array): { reportId: string; createdAt: Date } | undefined {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  const reportId = identifier.exec(bytes)?.[1];
  const createdAt = new Date(created.exec(bytes)?.[1] ?? Number.NaN);
  if (!bytes.startsWith('%PDF-') || reportId === undefined || Number.isNaN(createdAt.getTime()))
    return undefined;
  return { reportId, createdAt };
}
