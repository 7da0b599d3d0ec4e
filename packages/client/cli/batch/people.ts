import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { otherFields } from '@kyc-china/core/contract/request-fields';
import { type CsvError, parse } from 'csv-parse/sync';
import type { StatedAddress, VerificationRequest } from '../../src/index.ts';
import { UsageError } from '../exit-codes.ts';
import { readPhoto } from '../photo-file.ts';
import { addressColumns, headerFaults, plainFields, referenceColumn } from './columns.ts';
import { decode } from './file-text.ts';
import { ruleFaults, spreadsheetFault } from './row-rules.ts';

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
    super('Nothing was sent: fix the file first.');
    this.faults = faults;
  }
}

type Cells = Readonly<Record<string, string>>;

const types: readonly string[] = ['common', 'work', 'residential'] satisfies StatedAddress['type'][];

function records(text: string): { record: string[]; info: { lines: number } }[] {
  try {
    return parse(text, { info: true, relax_column_count: true, skip_empty_lines: true }) as never;
  } catch (error) {
    const { code, lines } = error as CsvError & { lines?: number };
    if (code === undefined) throw error;
    const what = code === 'CSV_QUOTE_NOT_CLOSED' ? 'a quote is not closed' : 'a quote is inside a cell';
    throw new FaultyFileError([{ line: Number(lines ?? 1), message: what }]);
  }
}

interface StatedAddresses {
  readonly addresses: StatedAddress[];
  /** The number in the columns' names of each address. */
  readonly numbers: number[];
}

function addressesOf(cells: Cells, fault: (message: string) => void): StatedAddresses {
  const stated: StatedAddresses = { addresses: [], numbers: [] };
  for (const [index, [typeColumn = '', cityColumn = '', addressColumn = '']] of addressColumns.entries()) {
    const [type = '', city = '', address = ''] = [cells[typeColumn], cells[cityColumn], cells[addressColumn]];
    if (!type && !city && !address) continue;
    if (!type || !city || !address)
      fault(`${typeColumn}, ${cityColumn} and ${addressColumn} belong together`);
    else if (!types.includes(type)) fault(`${typeColumn} must be common, work or residential`);
    stated.addresses.push({ type: type as StatedAddress['type'], city, address });
    stated.numbers.push(index + 1);
  }
  return stated;
}

interface Row {
  readonly person: Person;
  readonly faults: Fault[];
  /** What the API would refuse the row for, where nothing else is wrong with it. */
  readonly refusals: Fault[];
}

async function rowOf(cells: Cells, line: number, folder: string): Promise<Row> {
  const faults: Fault[] = [];
  const fault = (message: string) => void faults.push({ line, message });
  const fields = plainFields.flatMap((field) => (cells[field] ? [[field, cells[field]] as const] : []));
  const faultyFields = new Set<string>();
  for (const [field, value] of fields) {
    const message = spreadsheetFault(field, value);
    if (message === undefined) continue;
    fault(message);
    faultyFields.add(field);
  }
  const { facePhoto, ...rest }: Partial<Record<string, string>> = Object.fromEntries(fields);
  const { addresses, numbers } = addressesOf(cells, fault);
  const photoFile = facePhoto === undefined ? undefined : path.resolve(folder, facePhoto);
  const photo =
    photoFile && (await readPhoto(photoFile).catch((error: Error) => fault(`facePhoto: ${error.message}`)));
  const applicant = { ...rest, ...(addresses.length > 0 && { addressesToVerify: addresses }) };
  if (fields.every(([field]) => otherFields.includes(field))) fault('nothing is there to verify');
  const refusals = ruleFaults(applicant, photoFile !== undefined, numbers)
    .filter(({ column }) => (column === undefined ? faults.length === 0 : !faultyFields.has(column)))
    .map(({ message }) => ({ line, message }));
  const reference = cells[referenceColumn] ?? '';
  const photoHash = photo ? createHash('sha256').update(photo).digest('base64') : '';
  const content = JSON.stringify([reference, applicant, photoHash]);
  const person = { line, reference, applicant, content, ...(photoFile && { photoFile }) };
  return { person, faults, refusals };
}

interface Table {
  readonly header: readonly string[];
  readonly headerLine: number;
  readonly rows: readonly { readonly line: number; readonly record: readonly string[] }[];
}

/** A record as long as the header, where only empty cells of columns without a name are missing or too many. */
function fitted(record: readonly string[], header: readonly string[]): readonly string[] {
  const beyond = record.slice(header.length);
  if (beyond.length > 0 && beyond.every((cell) => cell === '')) return record.slice(0, header.length);
  const missing = header.slice(record.length);
  return missing.every((name) => name === '') ? [...record, ...missing] : record;
}

/** The file's cells, trimmed, without empty rows, and without columns that have neither a name nor a cell. */
function tableOf(text: string): Table {
  const [head, ...others] = records(text);
  if (!head) throw new FaultyFileError([{ line: 1, message: 'the file is empty' }]);
  const header = head.record.map((name) => name.trim());
  const rows = others
    .map(({ record, info }) => ({
      line: info.lines,
      record: fitted(
        record.map((cell) => cell.trim()),
        header,
      ),
    }))
    .filter(({ record }) => record.some((cell) => cell !== ''));
  const isKept = (index: number) =>
    (header[index] ?? 'beyond') !== '' || rows.some(({ record }) => (record[index] ?? '') !== '');
  return {
    header: header.filter((_, index) => isKept(index)),
    headerLine: head.info.lines,
    rows: rows.map(({ line, record }) => ({ line, record: record.filter((_, index) => isKept(index)) })),
  };
}

async function readRows(
  text: string,
  folder: string,
  faultsOf: (row: Row) => readonly Fault[],
): Promise<Person[]> {
  const { header, headerLine, rows } = tableOf(text);
  const faults: Fault[] = headerFaults(header).map((message) => ({ line: headerLine, message }));
  if (faults.length > 0) throw new FaultyFileError(faults);
  const people: Person[] = [];
  for (const { line, record } of rows) {
    if (record.length !== header.length) {
      faults.push({ line, message: `has ${record.length} cells, and the header ${header.length}` });
      continue;
    }
    const cells = Object.fromEntries(header.map((name, index) => [name, record[index] ?? '']));
    const row = await rowOf(cells, line, folder);
    people.push(row.person);
    faults.push(...faultsOf(row));
  }
  if (faults.length > 0) throw new FaultyFileError(faults);
  if (people.length === 0) throw new FaultyFileError([{ line: headerLine, message: 'there are no people' }]);
  return people;
}

/**
 * The people of a CSV file, RFC 4180, in its order. Cells are trimmed, and an empty one is not sent.
 * @param folder where the paths of photos start from.
 * @throws FaultyFileError with every fault of the file, by line; UsageError when it is not of the encoding.
 */
export async function parsePeople(bytes: Uint8Array, folder: string, encoding = 'utf-8'): Promise<Person[]> {
  return readRows(decode(bytes, encoding), folder, ({ faults }) => faults);
}

/**
 * Reads a file as `parsePeople` says, and applies to each row the API's own rules; the paths of photos start from its
 * folder.
 * @throws FaultyFileError with every fault of the file, by line; UsageError when it is not of the encoding.
 */
export async function readPeople(file: string, encoding = 'utf-8'): Promise<Person[]> {
  const text = decode(await readFile(file), encoding);
  return readRows(text, path.dirname(file), ({ faults, refusals }) => [...faults, ...refusals]);
}

/** Finds the rows that would send what an earlier row sends, whatever their references: pairs of lines. */
export function repeatedRows(people: readonly Person[]): { line: number; sameAs: number }[] {
  const firstLines = new Map<string, number>();
  return people.flatMap(({ content, line }) => {
    const [, ...details] = JSON.parse(content) as unknown[];
    const key = JSON.stringify(details);
    const sameAs = firstLines.get(key);
    if (sameAs === undefined) firstLines.set(key, line);
    return sameAs === undefined ? [] : [{ line, sameAs }];
  });
}
