import type { Outcome } from '@kyc-china/core/sub-checks/findings';
import type { Colour, TextStyle } from './text.ts';

/** A4, in points. */
export const page = { width: 595.28, height: 841.89, margin: 48, top: 40, footerTop: 800 } as const;
export const contentWidth = page.width - 2 * page.margin;

/** Hundredths of a point are all that anybody sees, and keep the file small. */
export function rounded<Lengths extends number[]>(...lengths: Lengths): Lengths {
  return lengths.map((length) => Math.round(length * 100) / 100) as Lengths;
}

const rgb = (hex: number): Colour => rounded((hex >> 16) / 255, ((hex >> 8) & 255) / 255, (hex & 255) / 255);

export const colours = {
  ink: rgb(0x1f2933),
  navy: rgb(0x16324f),
  muted: rgb(0x56626e),
  rule: rgb(0xd3d9df),
  faint: rgb(0xa9b3bd),
  pale: rgb(0xeef2f5),
  alert: rgb(0xf9e9e7),
  white: rgb(0xffffff),
  black: rgb(0x000000),
} as const;

/** One colour for each outcome; its shape (outcome-icon.ts) tells it apart on a grey printer. */
export const outcomeColours: Record<Outcome, Colour> = {
  matched: rgb(0x1b6e45),
  clear: rgb(0x1b6e45),
  unmatched: rgb(0xa8201a),
  flagged: rgb(0xa8201a),
  errored: rgb(0x8a5300),
  notFound: rgb(0x56626e),
  data: rgb(0x24598c),
};

const style = (weight: TextStyle['weight'], size: number, colour: Colour): TextStyle => ({
  weight,
  size,
  colour,
});

export const styles = {
  title: style('bold', 15, colours.navy),
  section: style('bold', 10, colours.navy),
  body: style('regular', 8.5, colours.ink),
  small: style('regular', 7.5, colours.muted),
  decision: style('bold', 13.5, colours.ink),
} as const satisfies Record<string, TextStyle>;
