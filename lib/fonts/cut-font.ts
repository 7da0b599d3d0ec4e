import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** What this file uses of HarfBuzz's C interface, built as WebAssembly. Every number is an address or a count. */
interface HarfBuzz {
  readonly memory: { readonly buffer: ArrayBuffer };
  _initialize(): void;
  malloc(length: number): number;
  hb_blob_create(data: number, length: number, mode: number, userData: number, destroy: number): number;
  hb_blob_get_data(blob: number, length: number): number;
  hb_blob_get_length(blob: number): number;
  hb_face_create(blob: number, index: number): number;
  hb_face_reference_blob(face: number): number;
  hb_set_add(set: number, value: number): void;
  hb_subset_input_create_or_fail(): number;
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

async function startHarfBuzz(): Promise<HarfBuzz> {
  const file = fileURLToPath(import.meta.resolve('harfbuzzjs/dist/harfbuzz-subset.wasm'));
  const { instance } = await WebAssembly.instantiate(await readFile(file));
  const harfbuzz = instance.exports as HarfBuzz;
  harfbuzz._initialize();
  return harfbuzz;
}

const tag = (name: string): number => Buffer.from(name, 'latin1').readUInt32BE();

/**
 * Cuts a TrueType font down to the glyphs that some characters need, with HarfBuzz, and takes its hints out.
 * We call its WebAssembly build ourselves: `subset-font` around it brings in two WOFF2 coders, which a TrueType font
 * needs nothing of. An instance of its own for each call: nothing of a 10 MB font stays behind.
 * @param characters those that the font lacks are passed over.
 * @throws Error when HarfBuzz cannot make the subset.
 */
export async function cutFont(font: Uint8Array, characters: Iterable<string>): Promise<Uint8Array> {
  const harfbuzz = await startHarfBuzz();
  const data = harfbuzz.malloc(font.length);
  const input = harfbuzz.hb_subset_input_create_or_fail();
  if (data === 0 || input === 0) throw new Error('HarfBuzz has no memory for the font');
  new Uint8Array(harfbuzz.memory.buffer).set(font, data);
  const whole = harfbuzz.hb_face_create(
    harfbuzz.hb_blob_create(data, font.length, memoryModeReadOnly, 0, 0),
    0,
  );
  harfbuzz.hb_subset_input_set_flags(input, flagNoHinting | flagNoLayoutClosure);
  const dropped = harfbuzz.hb_subset_input_set(input, dropTableTags);
  for (const name of unusedTables) harfbuzz.hb_set_add(dropped, tag(name));
  const wanted = harfbuzz.hb_subset_input_unicode_set(input);
  for (const character of characters) harfbuzz.hb_set_add(wanted, character.codePointAt(0) as number);
  const subset = harfbuzz.hb_subset_or_fail(whole, input);
  if (subset === 0) throw new Error('HarfBuzz could not cut the font');
  const blob = harfbuzz.hb_face_reference_blob(subset);
  const length = harfbuzz.hb_blob_get_length(blob);
  if (length === 0) throw new Error('HarfBuzz gave back an empty font');
  const at = harfbuzz.hb_blob_get_data(blob, 0);
  return new Uint8Array(harfbuzz.memory.buffer).slice(at, at + length);
}
