import type { Outcome } from '@kyc-china/core/sub-checks/findings';
import { type Element, languageRuns } from './element.ts';
import type { Fonts } from './fonts.ts';
import { type Colour, leading, type TextStyle, wrapText } from './text.ts';

/** Where a decoration that repeats on every page is. A text without an element is decoration: it duplicates another text. */
export type Furniture = 'Header' | 'Footer';

/** Something to draw, at a place measured from the top left of its block (later: of its page). */
export type Mark = { readonly x: number; readonly y: number; readonly furniture?: Furniture } & (
  | { readonly kind: 'text'; readonly text: string; readonly style: TextStyle; readonly part?: Element }
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
      readonly part: Element;
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

/**
 * Sets a text in lines of at most `width`. A screen reader changes its voice with the language: an English text is an English
 * element, and English in another text is a span of its own.
 * @param element what the text is: its tag, and the element that it is in.
 */
export function paragraph(
  text: string,
  style: TextStyle,
  width: number,
  fonts: Fonts,
  element: Element = { tag: 'P' },
): Block {
  const isEnglish = languageRuns(text).every(({ language }) => language === 'en');
  return textIn({ ...element, ...(isEnglish && { language: 'en' }) }, text, style, width, fonts);
}

/** Sets a text as content of an element that has other content too, in lines of at most `width`. */
export function textIn(element: Element, text: string, style: TextStyle, width: number, fonts: Fonts): Block {
  const shown = styleOf(text, style, fonts);
  const lines = wrapText(text, shown, width, fonts);
  const marks: Mark[] = [];
  const pending = languageRuns(lines.join('')).map(({ text: rest, language }) => ({
    rest,
    part:
      language === (element.language ?? 'zh-CN')
        ? element
        : ({ tag: 'Span', parent: element, language } as const),
  }));
  for (const [index, line] of lines.entries()) {
    let x = 0;
    for (let left = line; left !== ''; ) {
      const run = pending[0];
      if (!run) break;
      const piece = run.rest.length > left.length ? left : run.rest;
      marks.push({
        kind: 'text',
        x,
        y: index * lineHeight(shown),
        text: piece,
        style: shown,
        part: run.part,
      });
      x += fonts[shown.weight].widthOfText(piece, shown.size);
      left = left.slice(piece.length);
      run.rest = run.rest.slice(piece.length);
      if (run.rest === '') pending.shift();
    }
  }
  return { height: lines.length * lineHeight(shown), marks };
}

/** Returns the style that a text is set in: regular instead of bold if the bold font lacks one of its characters. */
function styleOf(text: string, style: TextStyle, fonts: Fonts): TextStyle {
  if (style.weight === 'regular') return style;
  const lacks = [...text].some((one) => !fonts.bold.glyphOf(one.codePointAt(0) as number));
  return lacks ? { ...style, weight: 'regular' } : style;
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
