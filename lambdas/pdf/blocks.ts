import type { Outcome } from '../domain/sub-checks/findings.ts';
import type { Fonts } from './fonts.ts';
import { type Colour, leading, type TextStyle, wrapText } from './text.ts';

/** Something to draw, at a place measured from the top left of its block (later: of its page). */
export type Mark = { readonly x: number; readonly y: number } & (
  | { readonly kind: 'text'; readonly text: string; readonly style: TextStyle }
  | { readonly kind: 'rule'; readonly width: number; readonly thickness: number; readonly colour: Colour }
  | { readonly kind: 'icon'; readonly outcome: Outcome; readonly size: number; readonly colour: Colour }
);

/** Marks that belong together. A page break goes between blocks, and into one only if it fills a page. */
export interface Block {
  readonly height: number;
  readonly marks: readonly Mark[];
  /** What sets it off from the block above it; left out at the top of a page. */
  readonly lead?: Block;
}

export const lineHeight = (style: TextStyle): number => style.size * leading;

/** How far down its block a mark reaches. */
export function bottomOf(mark: Mark): number {
  if (mark.kind === 'text') return mark.y + lineHeight(mark.style);
  return mark.y + (mark.kind === 'icon' ? mark.size : mark.thickness);
}

/** A text in lines of at most `width`. */
export function paragraph(text: string, style: TextStyle, width: number, fonts: Fonts): Block {
  const lines = wrapText(text, style, width, fonts);
  return {
    height: lines.length * lineHeight(style),
    marks: lines.map((line, index) => ({
      kind: 'text',
      x: 0,
      y: index * lineHeight(style),
      text: line,
      style,
    })),
  };
}

export function rule(width: number, colour: Colour, thickness: number): Block {
  return { height: thickness, marks: [{ kind: 'rule', x: 0, y: 0, width, thickness, colour }] };
}

export function icon(outcome: Outcome, size: number, colour: Colour): Block {
  return { height: size, marks: [{ kind: 'icon', x: 0, y: 0, outcome, size, colour }] };
}

export function space(height: number): Block {
  return { height, marks: [] };
}

export function moved(block: Block, x: number, y: number): Block {
  return {
    height: block.height + y,
    marks: block.marks.map((mark) => ({ ...mark, x: mark.x + x, y: mark.y + y })),
  };
}

/** Blocks one below the other. */
export function stack(...blocks: readonly Block[]): Block {
  let height = 0;
  const marks = blocks.flatMap((block) => {
    const placed = moved(block, 0, height);
    height = placed.height;
    return placed.marks;
  });
  return { height, marks };
}

/** Blocks in the same place, moved aside by their caller: the columns of a row. */
export function columns(...blocks: readonly Block[]): Block {
  return {
    height: Math.max(0, ...blocks.map((block) => block.height)),
    marks: blocks.flatMap((block) => block.marks),
  };
}
