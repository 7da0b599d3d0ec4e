import { readFile } from 'node:fs/promises';
import { assetPath, harfbuzzFile } from './font-files.ts';

/** What this file uses of HarfBuzz's C interface, built as WebAssembly. Every number is an address or a count. */
interface HarfBuzz {
  readonly memory: { readonly buffer: ArrayBuffer };
  _initialize(): void;
  malloc(length: number): number;
  hb_blob_create(data: number, length: number, mode: number, userData: number, destroy: number): number;
  hb_blob_destroy(blob: number): void;
  hb_blob_get_data(blob: number, length: number): number;
  hb_blob_get_length(blob: number): number;
  hb_face_create(blob: number, index: number): number;
  hb_face_destroy(face: number): void;
  hb_face_reference_blob(face: number): number;
  hb_set_add(set: number, value: number): void;
  hb_subset_input_create_or_fail(): number;
  hb_subset_input_destroy(input: number): void;
  hb_subset_input_set(input: number, kind: number): number;
  hb_subset_input_set_flags(input: number, flags: number): void;
  hb_subset_input_unicode_set(input: number): number;
  hb_subset_or_fail(face: number, input: number): number;
}

/** Node's own, of which its types say nothing. */
declare const WebAssembly: {
  instantiate(module: Uint8Array): Promise<{ instance: { exports: unknown } }>;
};

// hb-subset.h and hb-blob.h
const memoryModeReadOnly = 1;
const dropTableTags = 3;
const flagNoHinting = 0x1;
const flagNoLayoutClosure = 0x200;

/** Shaping, vertical writing and screen hints: nothing that a horizontal, unshaped PDF text reads. */
const unusedTables = ['GSUB', 'GPOS', 'GDEF', 'BASE', 'STAT', 'VORG', 'vhea', 'vmtx', 'gasp', 'DSIG'];

let started: Promise<HarfBuzz> | undefined;

/** Starts HarfBuzz, once for the process. Called early, it gets ready while the fonts are read. */
export function startHarfBuzz(): Promise<HarfBuzz> {
  started ??= start().catch((error: unknown) => {
    // A failed start is not kept: the next report tries again.
    started = undefined;
    throw error;
  });
  return started;
}

async function start(): Promise<HarfBuzz> {
  const { instance } = await WebAssembly.instantiate(await readFile(assetPath(harfbuzzFile)));
  const harfbuzz = instance.exports as HarfBuzz;
  harfbuzz._initialize();
  return harfbuzz;
}

/** Fonts that HarfBuzz holds already: copying 10 MB for every report would cost as much as the cut. */
const faces = new WeakMap<Uint8Array, number>();

function faceOf(harfbuzz: HarfBuzz, font: Uint8Array): number {
  const known = faces.get(font);
  if (known !== undefined) return known;
  const data = harfbuzz.malloc(font.length);
  if (data === 0) throw new Error('HarfBuzz has no memory for the font');
  new Uint8Array(harfbuzz.memory.buffer).set(font, data);
  const blob = harfbuzz.hb_blob_create(data, font.length, memoryModeReadOnly, 0, 0);
  const face = harfbuzz.hb_face_create(blob, 0);
  harfbuzz.hb_blob_destroy(blob);
  faces.set(font, face);
  return face;
}

const tag = (name: string): number => Buffer.from(name, 'latin1').readUInt32BE();

/**
 * Cuts a TrueType font down to the glyphs that some characters need, with HarfBuzz.
 * We call its WebAssembly build ourselves: `subset-font` around it brings in two WOFF2 coders (1.2 MB, started
 * at load, and not fit for an ES module), which a TrueType font needs nothing of.
 * @param font kept by HarfBuzz for the life of the process: give it the same array each time.
 * @throws Error when HarfBuzz cannot make the subset.
 */
export async function cutFont(font: Uint8Array, characters: Iterable<string>): Promise<Uint8Array> {
  const harfbuzz = await startHarfBuzz();
  // Nothing below waits: reports that are rendered side by side do not meet in HarfBuzz's memory.
  const face = faceOf(harfbuzz, font);
  const input = harfbuzz.hb_subset_input_create_or_fail();
  if (input === 0) throw new Error('HarfBuzz has no memory for the subset');
  harfbuzz.hb_subset_input_set_flags(input, flagNoHinting | flagNoLayoutClosure);
  const dropped = harfbuzz.hb_subset_input_set(input, dropTableTags);
  for (const name of unusedTables) harfbuzz.hb_set_add(dropped, tag(name));
  const wanted = harfbuzz.hb_subset_input_unicode_set(input);
  for (const character of characters) harfbuzz.hb_set_add(wanted, character.codePointAt(0) as number);
  const subset = harfbuzz.hb_subset_or_fail(face, input);
  harfbuzz.hb_subset_input_destroy(input);
  if (subset === 0) throw new Error('HarfBuzz could not cut the font');
  const blob = harfbuzz.hb_face_reference_blob(subset);
  const length = harfbuzz.hb_blob_get_length(blob);
  const data = harfbuzz.hb_blob_get_data(blob, 0);
  const bytes = new Uint8Array(harfbuzz.memory.buffer).slice(data, data + length);
  harfbuzz.hb_blob_destroy(blob);
  harfbuzz.hb_face_destroy(subset);
  if (length === 0) throw new Error('HarfBuzz gave back an empty font');
  return bytes;
}
