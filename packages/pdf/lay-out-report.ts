import { both, decisionHeadings, decisionLooks, pageNumber, title, words } from '@kyc-china/core/labels';
import type { Report } from '@kyc-china/core/report';
import type { TaskSource } from '@kyc-china/core/task-source';
import {
  type Block,
  columns,
  decoration,
  icon,
  type Mark,
  moved,
  paragraph,
  rule,
  space,
  stack,
} from './blocks.ts';
import { decisionSection } from './decision-section.ts';
import type { Fonts } from './fonts.ts';
import { PageFlow } from './page-flow.ts';
import { categorySections } from './sub-check-rows.ts';
import { submittedSection } from './submitted-section.ts';
import { legendSection, proofSection, warningsSection } from './tail-section.ts';
import { colours, contentWidth, outcomeColours, page, styles } from './theme.ts';
import { titleBlock } from './title-section.ts';

/** The content of a PDF: the report, the sources of its results, and the hash of its JSON. */
export interface PrintedReport {
  readonly report: Report;
  readonly sources: readonly TaskSource[];
  readonly sha256: string;
  /** Where anyone can verify the report: the text of the QR code. Without it, the code holds the report's URN. */
  readonly verificationUrl?: string;
}

/** Returns the marks of the report and their places, page by page. */
export function layOutReport(
  { report, sources, sha256, verificationUrl }: PrintedReport,
  fonts: Fonts,
): Mark[][] {
  const flow = new PageFlow({ left: page.margin, top: page.top, bottom: page.footerTop - 10 }, () =>
    runningHead(report, fonts),
  );
  const blocks: Block[] = [
    titleBlock(report, { sha256, verificationUrl }, fonts),
    ...decisionSection(report, sources, fonts),
    ...submittedSection(report, fonts),
    ...categorySections(report, sources, fonts),
    ...warningsSection(report, fonts),
    ...legendSection(report, fonts),
    ...proofSection(fonts),
  ];
  for (const block of blocks) flow.place(block);
  return flow.pages.map((marks, index) => [
    ...marks,
    ...footer(report, index + 1, flow.pages.length, fonts).marks,
  ]);
}

/** Returns the running head: the document's name, and on its right the recommendation, so that each page shows it. */
function runningHead({ decision: { outcome } }: Report, fonts: Fonts): Block {
  const name = paragraph(both(title), styles.small, contentWidth / 2, fonts);
  return decoration(
    stack(
      columns(name, ...(outcome === 'pass' ? [] : [alert()])),
      space(4),
      rule(contentWidth, colours.rule, 0.5),
      space(12),
    ),
    'Header',
  );

  function alert(): Block {
    const shownAs = decisionLooks[outcome];
    const style = { ...styles.small, size: 9, weight: 'bold', colour: outcomeColours[shownAs] } as const;
    const text = both(decisionHeadings[outcome]);
    const width = fonts.bold.widthOfText(text, style.size);
    return columns(
      moved(icon(shownAs, 10, style.colour), contentWidth - width - 14, 0.5),
      moved(paragraph(text, style, width + 1, fonts), contentWidth - width, -1.5),
    );
  }
}

function footer({ reportMetadata }: Report, number: number, total: number, fonts: Fonts): Block {
  const pages = pageNumber(number, total);
  const width = fonts.regular.widthOfText(pages, styles.small.size);
  const id = `${both(words.reportId)} ${reportMetadata.reportId}`;
  const note = stack(
    rule(contentWidth, colours.rule, 0.5),
    space(5),
    columns(
      paragraph(id, styles.small, contentWidth - width - 12, fonts),
      moved(paragraph(pages, styles.small, width + 1, fonts), contentWidth - width, 0),
    ),
    ...[words.confidential.en, words.confidential.zh].map((text) =>
      paragraph(text, { ...styles.small, size: 7 }, contentWidth, fonts),
    ),
  );
  return decoration(moved(note, page.margin, page.footerTop), 'Footer');
}
