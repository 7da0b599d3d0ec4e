import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type CsvError, parse } from 'csv-parse/sync';
import type { StatedAddress, VerificationRequest } from '../../src/index.ts';
import { UsageError } from '../exit-codes.ts';
import { readPhoto } from '../photo-file.ts';
import { addressColumns, headerFaults, plainFields, referenceColumn } from './columns.ts';

/** One row of the file. */
export interface Person {
  /** Where the row ends in the file, from 1: a quoted cell may hold line breaks. */
  readonly line: number;
  readonly reference: string;
  /** All but the photo, which is read when it is sent. */
  readonly applicant: Omit<VerificationRequest, 'facePhoto'>;
  readonly photoFile?: string;
  /** All that the row says, and the photo's hash: equal when the same would be sent for the same reference. */
  readonly content: string;
}

/** What is wrong with one line. It holds nothing of the line's cells. */
export interface Fault {
  readonly line: number;
  readonly message: string;
}

/** The file cannot be sent as it is. */
export class FaultyFileError extends UsageError {
  override name = 'FaultyFileError';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super('Nothing was sent: mend the file first.');
    this.faults = faults;
  }
}

type Cells = Readonly<Record<string, string>>;

/** What a spreadsheet makes of a long number: its last digits are lost. */
const scientific = /^[0-9](\.[0-9]+)?[eE]\+?[0-9]+$/;
const types: readonly string[] = ['common', 'work', 'residential'] satisfies StatedAddress['type'][];

/** Whether the bytes are UTF-8 with Chinese in it: no other encoding's come out as that but by a rare chance. */
function isChineseUtf8(bytes: Uint8Array): boolean {
  try {
    return /\p{Script=Han}/u.test(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return false;
  }
}

function decoderOf(encoding: string) {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new UsageError('--encoding is not one that is known.');
  }
}

function decode(bytes: Uint8Array, encoding: string): string {
  const decoder = decoderOf(encoding);
  // Read as GB 18030 it has names too, of real characters, and sources would be paid for their answers on them.
  if (decoder.encoding !== 'utf-8' && isChineseUtf8(bytes))
    throw new UsageError(`The file is UTF-8, not ${encoding}: leave --encoding out.`);
  try {
    return decoder.decode(bytes);
  } catch {
    throw new UsageError(
      `The file is not ${encoding}: save it as CSV UTF-8, or name its encoding, as --encoding gb18030.`,
    );
  }
}

function records(text: string): { record: string[]; info: { lines: number } }[] {
  try {
    return parse(text, { info: true, relax_column_count: true, skip_empty_lines: true }) as never;
  } catch (error) {
    const { code, lines } = error as CsvError & { lines?: number };
    if (code === undefined) throw error;
    const what = code === 'CSV_QUOTE_NOT_CLOSED' ? 'a quote is not closed' : 'a quote stands inside a cell';
    throw new FaultyFileError([{ line: Number(lines ?? 1), message: what }]);
  }
}

function addressesOf(cells: Cells, fault: (message: string) => void): StatedAddress[] {
  return addressColumns.flatMap(([typeColumn = '', cityColumn = '', addressColumn = '']) => {
    const [type = '', city = '', address = ''] = [cells[typeColumn], cells[cityColumn], cells[addressColumn]];
    if (!type && !city && !address) return [];
    if (!type || !city || !address)
      fault(`${typeColumn}, ${cityColumn} and ${addressColumn} belong together`);
    else if (!types.includes(type)) fault(`${typeColumn} must be common, work or residential`);
    return [{ type: type as StatedAddress['type'], city, address }];
  });
}

async function personOf(
  cells: Cells,
  line: number,
  folder: string,
): Promise<{ person: Person; faults: Fault[] }> {
  const faults: Fault[] = [];
  const fault = (message: string) => void faults.push({ line, message });
  const fields = plainFields.flatMap((field) => (cells[field] ? [[field, cells[field]] as const] : []));
  for (const [field, value] of fields)
    if (scientific.test(value))
      fault(`${field}: a spreadsheet has shortened the number; format the column as text`);
  const { facePhoto, ...rest }: Partial<Record<string, string>> = Object.fromEntries(fields);
  const addresses = addressesOf(cells, fault);
  const photoFile = facePhoto === undefined ? undefined : path.resolve(folder, facePhoto);
  const photo =
    photoFile && (await readPhoto(photoFile).catch((error: Error) => fault(`facePhoto: ${error.message}`)));
  const applicant = { ...rest, ...(addresses.length > 0 && { addressesToVerify: addresses }) };
  if (fields.length === (cells.callbackUrl ? 1 : 0)) fault('nothing is there to verify');
  const reference = cells[referenceColumn] ?? '';
  const photoHash = photo ? createHash('sha256').update(photo).digest('base64') : '';
  const content = JSON.stringify([reference, applicant, photoHash]);
  return { person: { line, reference, applicant, content, ...(photoFile && { photoFile }) }, faults };
}

/**
 * The people of a CSV file, RFC 4180, in its order. Cells are trimmed, and an empty one is not sent.
 * @param folder where the paths of photos start from.
 * @throws FaultyFileError with every fault of the file, by line; UsageError when it is not of the encoding.
 */
export async function parsePeople(bytes: Uint8Array, folder: string, encoding = 'utf-8'): Promise<Person[]> {
  const [head, ...rows] = records(decode(bytes, encoding));
  if (!head) throw new FaultyFileError([{ line: 1, message: 'the file is empty' }]);
  const header = head.record.map((name) => name.trim());
  const faults: Fault[] = headerFaults(header).map((message) => ({ line: head.info.lines, message }));
  if (faults.length > 0) throw new FaultyFileError(faults);
  const people: Person[] = [];
  for (const { record, info } of rows) {
    const line = info.lines;
    if (record.every((cell) => cell.trim() === '')) continue;
    if (record.length !== header.length) {
      faults.push({ line, message: `has ${record.length} cells, and the header ${header.length}` });
      continue;
    }
    const cells = Object.fromEntries(header.map((name, index) => [name, record[index]?.trim() ?? '']));
    const read = await personOf(cells, line, folder);
    people.push(read.person);
    faults.push(...read.faults);
  }
  if (faults.length > 0) throw new FaultyFileError(faults);
  if (people.length === 0)
    throw new FaultyFileError([{ line: head.info.lines, message: 'there are no people' }]);
  return people;
}

/** Reads a file as `parsePeople` says; the paths of photos start from its folder. */
export async function readPeople(file: string, encoding?: string): Promise<Person[]> {
  return parsePeople(await readFile(file), path.dirname(file), encoding);
}
