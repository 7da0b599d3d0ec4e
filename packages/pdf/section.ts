import { both } from '@kyc-china/core/labels';
import type { Label } from '@kyc-china/core/sub-checks/catalogue';
import { type Block, paragraph, rule, space, stack } from './blocks.ts';
import type { Fonts } from './fonts.ts';
import { colours, contentWidth, styles } from './theme.ts';

/**
 * A section's heading and its rows with thin rules between them, as blocks to place one after the other. The heading stays with
 * the first row.
 */
export function section(heading: Label, rows: readonly Block[], fonts: Fonts): Block[] {
  const [first, ...rest] = rows;
  const head = stack(
    bookmark(both(heading)),
    paragraph(both(heading), styles.section, contentWidth, fonts, { tag: 'H2' }),
    space(1.5),
    rule(contentWidth, colours.navy, 0.8),
    space(2.5),
  );
  const opening = { ...(first ? stack(head, first) : head), lead: space(9) };
  return [opening, ...rest.map((row) => ({ ...row, lead: separation }))];
}

/** Returns where an entry of the outline leads. */
export function bookmark(title: string): Block {
  return { height: 0, marks: [{ kind: 'bookmark', x: 0, y: 0, title }] };
}

const separation = stack(space(2), rule(contentWidth, colours.rule, 0.4), space(2));
