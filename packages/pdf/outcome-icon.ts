import type { Outcome } from '@kyc-china/core/sub-checks/findings';
import {
  appendBezierCurve,
  closePath,
  fill,
  LineCapStyle,
  LineJoinStyle,
  lineTo,
  moveTo,
  type PDFOperator,
  setFillingRgbColor,
  setLineCap,
  setLineJoin,
  setLineWidth,
  setStrokingRgbColor,
  stroke,
} from 'pdf-lib';
import type { Mark } from './blocks.ts';
import { colours, rounded } from './theme.ts';

type Point = readonly [x: number, y: number];
type Outline = 'disc' | 'square' | 'triangle' | 'diamond';
type Sign = 'tick' | 'cross' | 'dash' | 'exclamation' | 'lines';

/** Outline, whether it is filled, and the sign in it: no two outcomes look alike without colour. */
const designs: Record<Outcome, { outline: Outline; filled: boolean; sign: Sign }> = {
  matched: { outline: 'disc', filled: true, sign: 'tick' },
  clear: { outline: 'disc', filled: false, sign: 'tick' },
  unmatched: { outline: 'square', filled: true, sign: 'cross' },
  flagged: { outline: 'triangle', filled: true, sign: 'exclamation' },
  errored: { outline: 'diamond', filled: false, sign: 'exclamation' },
  notFound: { outline: 'disc', filled: false, sign: 'dash' },
  data: { outline: 'square', filled: false, sign: 'lines' },
};

/** Corners in a square from -1 to 1, the y axis upwards. A disc is drawn with curves. */
const corners: Record<Exclude<Outline, 'disc'>, readonly Point[]> = {
  square: [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
  triangle: [
    [-1, -0.85],
    [1, -0.85],
    [0, 0.95],
  ],
  diamond: [
    [0, -1],
    [1, 0],
    [0, 1],
    [-1, 0],
  ],
};

/** Strokes of each sign; a stroke of no length is a dot, because line ends are round. */
const signs: Record<Sign, readonly (readonly Point[])[]> = {
  tick: [
    [
      [-0.45, 0.02],
      [-0.12, -0.36],
      [0.48, 0.4],
    ],
  ],
  cross: [
    [
      [-0.42, -0.42],
      [0.42, 0.42],
    ],
    [
      [-0.42, 0.42],
      [0.42, -0.42],
    ],
  ],
  dash: [
    [
      [-0.42, 0],
      [0.42, 0],
    ],
  ],
  exclamation: [
    [
      [0, 0.38],
      [0, -0.1],
    ],
    [
      [0, -0.5],
      [0, -0.5],
    ],
  ],
  lines: [
    [
      [-0.45, 0.36],
      [0.45, 0.36],
    ],
    [
      [-0.45, 0],
      [0.45, 0],
    ],
    [
      [-0.45, -0.36],
      [0.15, -0.36],
    ],
  ],
};

/** Control points this far along the tangent make a Bézier curve a quarter of a circle. */
const quarterCircle = 0.5523;

/** An outcome's icon. @param centre in page coordinates, the y axis upwards. */
export function drawOutcomeIcon(
  { outcome, size, colour, paper = colours.white }: Mark & { kind: 'icon' },
  centre: Point,
): PDFOperator[] {
  const { outline, filled, sign } = designs[outcome];
  const radius = size / 2 - 0.4;
  const at = ([x, y]: Point): [number, number] => rounded(centre[0] + x * radius, centre[1] + y * radius);
  const polyline = (points: readonly Point[]) =>
    points.map((point, index) => (index === 0 ? moveTo(...at(point)) : lineTo(...at(point))));
  const curve = (a: Point, b: Point, end: Point) => appendBezierCurve(...at(a), ...at(b), ...at(end));
  const k = quarterCircle;
  const path =
    outline === 'disc'
      ? [
          moveTo(...at([1, 0])),
          curve([1, k], [k, 1], [0, 1]),
          curve([-k, 1], [-1, k], [-1, 0]),
          curve([-1, -k], [-k, -1], [0, -1]),
          curve([k, -1], [1, -k], [1, 0]),
        ]
      : polyline(corners[outline]);
  const signColour = filled ? paper : colour;
  return [
    setFillingRgbColor(...colour),
    setStrokingRgbColor(...colour),
    setLineWidth(...rounded(size / 11)),
    setLineJoin(LineJoinStyle.Round),
    setLineCap(LineCapStyle.Round),
    ...path,
    closePath(),
    filled ? fill() : stroke(),
    setStrokingRgbColor(...signColour),
    setLineWidth(...rounded(size / 9)),
    ...signs[sign].flatMap((points) => [...polyline(points), stroke()]),
  ];
}
