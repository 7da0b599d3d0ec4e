import type { Report } from '../domain/report.ts';
import { type Block, type Mark, moved, paragraph, rule, space, stack } from './blocks.ts';
import type { Fonts } from './fonts.ts';
import { submittedSection, summarySection, titleBlock } from './head-section.ts';
import { both, pageNumber, title, words } from './labels.ts';
import { PageFlow } from './page-flow.ts';
import { categorySections } from './sub-check-rows.ts';
import { legendSection, warningsSection } from './tail-section.ts';
import { visibleText } from './text.ts';
import { colours, contentWidth, page, styles } from './theme.ts';

/** Where everything that the report shows stands, page by page. */
export function layOutReport(report: Report, fonts: Fonts): Mark[][] {
  const flow = new PageFlow({ left: page.margin, top: page.top, bottom: page.footerTop - 12 }, () =>
    runningHead(fonts),
  );
  const blocks: Block[] = [
    titleBlock(report, fonts),
    ...summarySection(report, fonts),
    ...submittedSection(report, fonts),
    ...categorySections(report, fonts),
    ...warningsSection(report, fonts),
    ...legendSection(report, fonts),
  ];
  for (const block of blocks) flow.place(block);
  return flow.pages.map((marks, index) => [
    ...marks,
    ...footer(report, index + 1, flow.pages.length, fonts).marks,
  ]);
}

function runningHead(fonts: Fonts): Block {
  return stack(
    paragraph(both(title), styles.small, contentWidth, fonts),
    space(4),
    rule(contentWidth, colours.rule, 0.5),
    space(12),
  );
}

function footer({ reportMetadata }: Report, number: number, total: number, fonts: Fonts): Block {
  const pages = pageNumber(number, total);
  const width = fonts.regular.widthOfText(visibleText(pages, fonts.regular), styles.small.size);
  const right = moved(paragraph(pages, styles.small, width + 1, fonts), contentWidth - width, 0);
  const left = paragraph(
    `${both(words.reportId)} ${reportMetadata.reportId}`,
    styles.small,
    contentWidth - width - 12,
    fonts,
  );
  const note = stack(
    rule(contentWidth, colours.rule, 0.5),
    space(5),
    { height: left.height, marks: [...left.marks, ...right.marks] },
    paragraph(both(words.confidential), styles.small, contentWidth, fonts),
  );
  return moved(note, page.margin, page.footerTop);
}
