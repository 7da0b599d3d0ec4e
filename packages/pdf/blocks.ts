import type { Outcome } from '@kyc-china/core/sub-checks/findings';
import type { Fonts } from './fonts.ts';
import { type Colour, leading, type TextStyle, wrapText } from './text.ts';

/** The role of a text for screen readers (PDF 32000-1, 14.8.4): title, section heading, paragraph, one of a title's languages. */
export type Tag = 'H1' | 'H2' | 'P' | 'Span';

/** An element that other elements are in. */
export interface Group {
  readonly tag: 'H1';
}

/** One value for all lines of a paragraph. A text without one is decoration: it repeats on every page or duplicates another text. */
export interface Part {
  readonly tag: Tag | 'Figure';
  /** One value for all parts of the group. Without it, the part is directly in the document. */
  readonly group?: Group;
  /** What a screen reader says of a figure. */
  readonly alternative?: string;
}

/** Where a decoration that repeats on every page is. */
export type Furniture = 'Header' | 'Footer';

/** Something to draw, at a place measured from the top left of its block (later: of its page). */
export type Mark = { readonly x: number; readonly y: number; readonly furniture?: Furniture } & (
  | { readonly kind: 'text'; readonly text: string; readonly style: TextStyle; readonly part?: Part }
  | { readonly kind: 'panel'; readonly width: number; readonly height: number; readonly colour: Colour }
  | {
      readonly kind: 'frame';
      readonly width: number;
      readonly height: number;
      readonly thickness: number;
      readonly colour: Colour;
    }
  | {
      readonly kind: 'icon';
      readonly outcome: Outcome;
      readonly size: number;
      readonly colour: Colour;
      /** The background color. Default: white. */
      readonly paper?: Colour;
    }
  /** Dark modules of a square code, as its rows. */
  | {
      readonly kind: 'code';
      readonly modules: readonly (readonly boolean[])[];
      readonly size: number;
      readonly part: Part;
    }
  /** Where an entry of the document's outline leads. */
  | { readonly kind: 'bookmark'; readonly title: string }
);

/** Marks that belong together. A page break goes between blocks, and into one only if it fills a page. */
export interface Block {
  readonly height: number;
  readonly marks: readonly Mark[];
  /** The space or rule between it and the block above it. It is omitted at the top of a page. */
  readonly lead?: Block;
  /** The block above it at the top of a page: the column heads of a table that continues there. */
  readonly resumption?: Block;
}

export const lineHeight = (style: TextStyle): number => style.size * leading;

/** How far down its block a mark reaches. */
export function bottomOf(mark: Mark): number {
  if (mark.kind === 'text') return mark.y + lineHeight(mark.style);
  if (mark.kind === 'bookmark') return mark.y;
  return mark.y + ('size' in mark ? mark.size : mark.height);
}

/** A text in lines of at most `width`. */
export function paragraph(
  text: string,
  style: TextStyle,
  width: number,
  fonts: Fonts,
  tag: Tag = 'P',
  group?: Group,
): Block {
  const lines = wrapText(text, style, width, fonts);
  const part: Part = { tag, ...(group && { group }) };
  return {
    height: lines.length * lineHeight(style),
    marks: lines.map((line, index) => ({
      kind: 'text',
      x: 0,
      y: index * lineHeight(style),
      text: line,
      style,
      part,
    })),
  };
}

/** A filled rectangle. */
export function panel(width: number, height: number, colour: Colour): Block {
  return { height, marks: [{ kind: 'panel', x: 0, y: 0, width, height, colour }] };
}

export function rule(width: number, colour: Colour, thickness: number): Block {
  return panel(width, thickness, colour);
}

/** A rectangle's outline, drawn inside it. */
export function frame(width: number, height: number, colour: Colour, thickness: number): Block {
  return { height, marks: [{ kind: 'frame', x: 0, y: 0, width, height, thickness, colour }] };
}

export function icon(outcome: Outcome, size: number, colour: Colour, paper?: Colour): Block {
  return {
    height: size,
    marks: [{ kind: 'icon', x: 0, y: 0, outcome, size, colour, ...(paper && { paper }) }],
  };
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

/**
 * A block that says nothing new: a running head, a footer, a label that is only seen.
 * @param furniture where it is on every page.
 */
export function decoration(block: Block, furniture?: Furniture): Block {
  const marks = block.marks.map((mark): Mark => {
    const placed = furniture ? { ...mark, furniture } : mark;
    if (placed.kind !== 'text') return placed;
    const { part: _part, ...text } = placed;
    return text;
  });
  return { ...block, marks };
}
