import { benchPdf } from './pdf.ts';
import type { Part } from './support/section.ts';

const names = {
  ours: 'ours',
  'pdfkit-whole': 'pdfkit, the whole font',
  'pdfkit-cut': 'pdfkit, our cut font',
} as const;

/** Drawing a report, beside pdfkit drawing the same marks. */
export const pdf: Part = async ({ progress }) => {
  progress('in processes by turns');
  const figures = await benchPdf();
  const { ours } = figures;
  const rows = Object.entries(figures).map(([drawer, { warmMs, coldMs, bytes }]) => [
    names[drawer as keyof typeof names],
    `${warmMs.toFixed(1)} ms`,
    (ours.warmMs / warmMs).toFixed(2),
    `${coldMs.toFixed(0)} ms`,
    (ours.coldMs / coldMs).toFixed(2),
    bytes.toLocaleString('en'),
  ]);
  return {
    title: 'PDF',
    method:
      'The largest sample report. pdfkit is given the laid-out marks and the font files for nothing; its cut font is cut to this very report. Processor time, the median over processes by turns. The targets are 0.5 of the whole font and 1.0 of the cut one, both warm, and 90 KB with its signature.',
    tables: [{ columns: ['drawn by', 'warm', 'ours ÷ it', 'cold', 'ours ÷ it', 'bytes'], rows }],
    notes: [
      'Where our warm time is above pdfkit’s with the cut font, it is by what pdfkit is given: layout, and the cutting itself.',
    ],
  };
};
