import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Mark } from '@kyc-china/pdf/blocks';
import type { Weight } from '@kyc-china/pdf/font-files';
import type { PrintedReport } from '@kyc-china/pdf/printed-report';
import type { Colour } from '@kyc-china/pdf/text';
import { sampleSigner } from '@kyc-china/samples/sample-signer';

/**
 * Who draws the report: we; pdfkit with the whole font, which is what one would pick; pdfkit with a font that was
 * cut beforehand to this very report's characters, which is more than anybody could have.
 */
const drawers = ['ours', 'pdfkit-whole', 'pdfkit-cut'] as const;
type Drawer = (typeof drawers)[number];

const coldRuns = 7;
const warmRuns = 40;

/**
 * Bytes, and milliseconds of processor time: what else the machine does is not counted. Cold: modules, fonts and a
 * first report, in a process of its own.
 */
export interface PdfFigures {
  readonly coldMs: number;
  readonly warmMs: number;
  readonly bytes: number;
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function sample(): Promise<PrintedReport> {
  return (await import('@kyc-china/samples/pdf-samples')).printed('mixed');
}

type Draw = () => Promise<Uint8Array>;

function ours({ report, sources }: PrintedReport): Draw {
  const signer = sampleSigner();
  return async () => (await import('@kyc-china/pdf/render-report')).renderReportPdf(report, sources, signer);
}

/**
 * The same layout, mark by mark, through pdfkit, with its own embedding of the font. The layout and the font's bytes
 * it gets for nothing, before the clock starts; ours does all of it.
 */
async function pdfkit(printed: PrintedReport, cut: boolean): Promise<Draw> {
  const { loadFonts } = await import('@kyc-china/pdf/fonts');
  const { layOutReport } = await import('@kyc-china/pdf/lay-out-report');
  const { drawOutcomeIcon } = await import('@kyc-china/pdf/outcome-icon');
  const { page: sheet } = await import('@kyc-china/pdf/theme');
  const pages = layOutReport(printed, await loadFonts());
  const whole = await wholeFiles();
  const files = cut ? await cutFiles(pages, whole) : whole;

  const rgb = (colour: Colour) => colour.map((part) => Math.round(part * 255)) as [number, number, number];

  function paint(doc: PDFKit.PDFDocument, mark: Mark): void {
    switch (mark.kind) {
      case 'text':
        doc.font(mark.style.weight).fontSize(mark.style.size).fillColor(rgb(mark.style.colour));
        doc.text(mark.text, mark.x, mark.y, { lineBreak: false });
        return;
      case 'panel':
        doc.rect(mark.x, mark.y, mark.width, mark.height).fill(rgb(mark.colour));
        return;
      case 'frame':
        doc.lineWidth(mark.thickness).rect(mark.x, mark.y, mark.width, mark.height).stroke(rgb(mark.colour));
        return;
      case 'code': {
        const unit = mark.size / mark.modules.length;
        for (const [y, row] of mark.modules.entries())
          for (const [x, dark] of row.entries())
            if (dark) doc.rect(mark.x + x * unit, mark.y + y * unit, unit, unit);
        doc.fill('black');
        return;
      }
      case 'icon': {
        const centre = [mark.x + mark.size / 2, sheet.height - mark.y - mark.size / 2] as const;
        doc.save().transform(1, 0, 0, -1, 0, sheet.height);
        for (const operator of drawOutcomeIcon(mark, centre)) doc.addContent(String(operator));
        doc.restore();
      }
    }
  }
  return async () => {
    const { default: PDFDocument } = await import('pdfkit');
    const doc = new PDFDocument({ autoFirstPage: false, size: 'A4', margin: 0 });
    const chunks: Buffer[] = [];
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    const ended = new Promise((resolve) => doc.on('end', resolve));
    for (const [weight, bytes] of Object.entries(files)) doc.registerFont(weight, Buffer.from(bytes));
    for (const marks of pages) {
      doc.addPage();
      for (const mark of marks) paint(doc, mark);
    }
    doc.end();
    await ended;
    return Buffer.concat(chunks);
  };
}

type Files = Readonly<Record<Weight, Uint8Array>>;

/** The fonts as they are published. */
async function wholeFiles(): Promise<Files> {
  const { wholeFonts } = await import('../lib/fonts/report-fonts.ts');
  return { regular: await readFile(wholeFonts.regular), bold: await readFile(wholeFonts.bold) };
}

async function cutFiles(pages: readonly (readonly Mark[])[], whole: Files): Promise<Files> {
  const { cutFont } = await import('../lib/fonts/cut-font.ts');
  const characters = { regular: new Set<string>(), bold: new Set<string>() };
  for (const mark of pages.flat())
    if (mark.kind === 'text') for (const one of mark.text) characters[mark.style.weight].add(one);
  return {
    regular: await cutFont(whole.regular, characters.regular),
    bold: await cutFont(whole.bold, characters.bold),
  };
}

async function drawerOf(drawer: Drawer, printed: PrintedReport): Promise<Draw> {
  return drawer === 'ours' ? ours(printed) : pdfkit(printed, drawer === 'pdfkit-cut');
}

/** One process: the time to a first report, and to each of those after it. */
async function measure(drawer: Drawer): Promise<{ cold: number; warm: number[]; bytes: number }> {
  const draw = await drawerOf(drawer, await sample());
  let from = processorMs();
  const { length: bytes } = await draw();
  const cold = processorMs() - from;
  const warm: number[] = [];
  for (let run = 0; run < warmRuns; run++) {
    from = processorMs();
    await draw();
    warm.push(processorMs() - from);
  }
  return { cold, warm, bytes };
}

/**
 * Draws one report with each drawer, in processes by turns, so that a busy machine is busy for all of them.
 */
export async function benchPdf(): Promise<Record<Drawer, PdfFigures>> {
  await (await import('../lib/fonts/report-fonts.ts')).buildReportFonts();
  const seen = new Map<Drawer, Awaited<ReturnType<typeof measure>>[]>();
  for (let run = 0; run < coldRuns; run++)
    for (const drawer of drawers) {
      const { stdout } = await promisify(execFile)(process.execPath, [import.meta.filename, drawer]);
      seen.set(drawer, [...(seen.get(drawer) ?? []), JSON.parse(stdout)]);
    }
  const figures = drawers.map((drawer) => {
    const runs = seen.get(drawer) ?? [];
    return [
      drawer,
      {
        coldMs: median(runs.map(({ cold }) => cold)),
        warmMs: median(runs.map(({ warm }) => median(warm))),
        bytes: runs[0]?.bytes ?? 0,
      },
    ];
  });
  return Object.fromEntries(figures);
}

if (import.meta.main) {
  const drawer = drawers.find((one) => one === process.argv[2]);
  if (drawer) console.log(JSON.stringify(await measure(drawer)));
  else {
    const figures = await benchPdf();
    const own = figures.ours;
    for (const [name, { coldMs, warmMs, bytes }] of Object.entries(figures)) {
      const ratios = `ours is ${(own.coldMs / coldMs).toFixed(2)} of it cold, ${(own.warmMs / warmMs).toFixed(2)} warm`;
      console.log(
        `${name.padEnd(13)} cold ${coldMs.toFixed(0)} ms, warm ${warmMs.toFixed(1)} ms, ${bytes} bytes; ${ratios}`,
      );
    }
  }
}
