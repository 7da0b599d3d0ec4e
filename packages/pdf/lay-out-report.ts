import { both, decisionHeadings, decisionLooks, pageNumber, title, words } from '@kyc-china/core/labels';
import type { Report } from '@kyc-china/core/report';
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
import { checksSection } from './checks-section.ts';
import { closingBlock } from './closing-section.ts';
import { addressesSection, undecidedSection, warningsSection } from './details-sections.ts';
import { evidenceSection } from './evidence-section.ts';
import type { Fonts } from './fonts.ts';
import { orderSection } from './order-section.ts';
import { PageFlow } from './page-flow.ts';
import type { PrintedReport } from './printed-report.ts';
import { colours, contentWidth, outcomeColours, page, styles } from './theme.ts';
import { titleBlock } from './title-section.ts';
import { simulationNotice, verdictSection } from './verdict-section.ts';
import { printedWords } from './words.ts';

/** Returns the marks of the report and their places, page by page: on the first what decides, then the evidence. */
export function layOutReport(printed: PrintedReport, fonts: Fonts): Mark[][] {
  const { report, sources } = printed;
  const flow = new PageFlow({ left: page.margin, top: page.top, bottom: page.footerTop - 10 }, () =>
    runningHead(report, fonts),
  );
  const blocks: Block[] = [
    titleBlock(printed, fonts),
    orderSection(printed, fonts),
    verdictSection(report, fonts),
    ...simulationNotice(sources, fonts),
    ...checksSection(report, fonts),
    ...warningsSection(report, fonts),
    ...addressesSection(report, fonts),
    ...undecidedSection(report, fonts),
    ...evidenceSection(printed, fonts),
    closingBlock(printed, fonts),
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
  const id = `${both(printedWords.confidentialShort)} · ${both(words.reportId)} ${reportMetadata.reportId}`;
  const note = stack(
    rule(contentWidth, colours.rule, 0.5),
    space(5),
    columns(
      paragraph(id, styles.small, contentWidth - width - 12, fonts),
      moved(paragraph(pages, styles.small, width + 1, fonts), contentWidth - width, 0),
    ),
  );
  return decoration(moved(note, page.margin, page.footerTop), 'Footer');
}
