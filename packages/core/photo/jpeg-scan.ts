import { EntropyReader } from './entropy-reader.ts';
import { codeOf, type HuffmanCode, type HuffmanTable } from './huffman.ts';

/** A color component of a frame, with its sampling factors. */
export interface Component {
  readonly id: number;
  readonly horizontal: number;
  readonly vertical: number;
  /** Whether a scan has its blocks. */
  isCoded: boolean;
}

export interface Frame {
  readonly isProgressive: boolean;
  readonly width: number;
  readonly height: number;
  readonly components: readonly Component[];
}

/** A component in a scan, with its tables. They are missing where the scan does not need them. */
interface ScanComponent {
  readonly component: Component;
  readonly dc: HuffmanTable | undefined;
  readonly ac: HuffmanTable | undefined;
}

export interface Scan {
  readonly components: readonly ScanComponent[];
  /** The first and the last coefficient, and whether an earlier scan has their higher bits. */
  readonly from: number;
  readonly to: number;
  readonly isRefinement: boolean;
  /** Units between two restart markers; 0: the scan has none. */
  readonly restartInterval: number;
}

/** How many units a scan has: of the blocks of all its components, or of single blocks if it has one component. */
function unitsOf({ width, height, components }: Frame, scan: Scan): number {
  const most = (factor: 'horizontal' | 'vertical') => Math.max(...components.map((one) => one[factor]));
  const [across, down] = [most('horizontal'), most('vertical')];
  const [only, ...others] = scan.components.map(({ component }) => component);
  if (only && others.length === 0)
    return (
      Math.ceil(Math.ceil((width * only.horizontal) / across) / 8) *
      Math.ceil(Math.ceil((height * only.vertical) / down) / 8)
    );
  return Math.ceil(width / (8 * across)) * Math.ceil(height / (8 * down));
}

/** Reads the coefficients of a block after its first one, in a sequential scan. */
function skipCoefficients(reader: EntropyReader, code: HuffmanCode): void {
  for (let at = 1; at < 64; at += 1) {
    const symbol = reader.symbol(code);
    const size = symbol & 15;
    if (size === 0 && symbol < 0xf0) return;
    at += symbol >> 4;
    reader.skip(size);
  }
}

/** Reads one block of a progressive scan. @returns how many further blocks its last code ends as well. */
function skipBand(reader: EntropyReader, code: HuffmanCode, from: number, to: number): number {
  for (let at = from; at <= to; at += 1) {
    const symbol = reader.symbol(code);
    const [run, size] = [symbol >> 4, symbol & 15];
    if (size === 0 && run < 15) return (1 << run) - 1 + reader.read(run);
    at += run;
    reader.skip(size);
  }
  return 0;
}

/** Gives a function that reads one unit of a scan. @returns undefined if the scan names a table that is missing. */
function unitReader(
  reader: EntropyReader,
  { isProgressive }: Frame,
  { components, from, to, isRefinement }: Scan,
): (() => number) | undefined {
  if (isProgressive && from > 0) {
    const table = components[0]?.ac;
    if (!table) return undefined;
    const code = codeOf(table);
    return () => skipBand(reader, code, from, to);
  }
  if (!isRefinement && components.some(({ dc, ac }) => !dc || !(isProgressive || ac))) return undefined;
  const blocks = components.flatMap(({ component, dc, ac }) => {
    const count = components.length === 1 ? 1 : component.horizontal * component.vertical;
    const codes = { first: dc && codeOf(dc), others: isProgressive || !ac ? undefined : codeOf(ac) };
    return Array<typeof codes>(count).fill(codes);
  });
  return () => {
    for (const { first, others } of blocks) {
      if (isRefinement) reader.skip(1);
      else if (first) reader.skip(reader.symbol(first) & 15);
      if (others) skipCoefficients(reader, others);
    }
    return 0;
  };
}

/** The part of a scan that may be missing. Decoders fill it in; the bits of its last unit are missing most often. */
const mayBeMissing = 0.01;

/**
 * Says whether a scan has the data of the whole picture, by reading its codes without decoding a pixel. What is missing
 * from a picture that was cut off becomes a gray area in it, and no code of a provider says that.
 * Refinements of coefficients are not read: where they are cut, the picture is a little less sharp.
 * @param at where the entropy-coded data begin.
 */
export function isWholeScan(bytes: Uint8Array, at: number, frame: Frame, scan: Scan): boolean {
  if (frame.isProgressive && scan.from > 0 && scan.isRefinement) return true;
  const reader = new EntropyReader(bytes, at);
  const readUnit = unitReader(reader, frame, scan);
  if (!readUnit) return false;
  const units = unitsOf(frame, scan);
  const interval = scan.restartInterval || units;
  const enough = units - Math.max(1, Math.floor(units * mayBeMissing));
  for (let unit = 0; unit < units; ) {
    const end = Math.min(units, unit + interval);
    while (unit < end) {
      unit += 1 + readUnit();
      if (!reader.isWhole) return !reader.isBroken && unit > enough;
    }
    if (end < units && !reader.restart()) return end >= enough;
    unit = end;
  }
  return true;
}
