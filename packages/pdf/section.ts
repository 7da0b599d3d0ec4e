import { both, outcomes } from '@kyc-china/core/labels';
import type { Label } from '@kyc-china/core/sub-checks/catalogue';
import { type Block, columns, icon, lineHeight, moved, paragraph, rule, space, stack } from './blocks.ts';
import type { CategoryStatus } from './category-status.ts';
import type { Fonts } from './fonts.ts';
import type { TextStyle } from './text.ts';
import { colours, contentWidth, outcomeColours, styles } from './theme.ts';

/**
 * A section's heading and its rows with thin rules between them, as blocks to place one after the other. The
 * heading stays with the first row.
 * @param status the status of the category that the rows belong to.
 */
export function section(
  heading: Label,
  rows: readonly Block[],
  fonts: Fonts,
  status?: CategoryStatus,
): Block[] {
  const [first, ...rest] = rows;
  const head = stack(
    bookmark(both(heading)),
    columns(
      paragraph(both(heading), styles.section, contentWidth - statusWidth, fonts, 'H2'),
      ...(status ? [statusBlock(status, fonts)] : []),
    ),
    space(3),
    rule(contentWidth, colours.navy, 0.8),
    space(5),
  );
  const opening = { ...(first ? stack(head, first) : head), lead: space(12) };
  return [opening, ...rest.map((row) => ({ ...row, lead: separation }))];
}

function bookmark(title: string): Block {
  return { height: 0, marks: [{ kind: 'bookmark', x: 0, y: 0, title }] };
}

const statusWidth = 160;

/** The status of a category, at the right end of its heading. */
function statusBlock({ outcome, count, total }: CategoryStatus, fonts: Fonts): Block {
  const style = { ...styles.detail, colour: outcomeColours[outcome] };
  const text = `${both(outcomes[outcome])} ${count}/${total}`;
  const width = fonts[style.weight].widthOfText(text, style.size);
  const left = contentWidth - width;
  return columns(
    moved(icon(outcome, 10, style.colour), left - 14, 3.4),
    moved(paragraph(text, style, width + 1, fonts), left, 2.2),
  );
}

const separation = stack(space(4), rule(contentWidth, colours.rule, 0.5), space(4.6));

/** A label in both languages, and beside it what it labels. */
export function labelled(
  label: string,
  value: string,
  frame: { width: number; labelWidth: number; style?: TextStyle },
  fonts: Fonts,
): Block {
  const style = frame.style ?? styles.body;
  const name = paragraph(label, styles.label, frame.labelWidth - 8, fonts);
  const text = paragraph(value, style, frame.width - frame.labelWidth, fonts);
  // The label is set smaller: it goes down until both stand on one baseline.
  const drop = Math.max(0, (lineHeight(style) - lineHeight(styles.label)) * 0.74);
  const shifted = moved(name, 0, drop);
  const beside = moved(text, frame.labelWidth, 0);
  return {
    height: Math.max(shifted.height, beside.height),
    marks: [...shifted.marks, ...beside.marks],
  };
}

/** Blocks side by side in columns of one width, row after row. */
export function grid(cells: readonly Block[], perRow: number, columnWidth: number, gap: number): Block {
  const rows: Block[] = [];
  for (let start = 0; start < cells.length; start += perRow) {
    const row = cells.slice(start, start + perRow).map((cell, index) => moved(cell, index * columnWidth, 0));
    const height = Math.max(...row.map((cell) => cell.height));
    rows.push(...(start > 0 ? [space(gap)] : []), { height, marks: row.flatMap((cell) => cell.marks) });
  }
  return stack(...rows);
}
