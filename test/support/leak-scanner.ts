import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { decodeJwt } from 'jose';
import type { EmbeddedStack } from './embedded-stack.ts';

/** Every file under a folder, with its content. A file that is removed meanwhile, as Node's compile cache does, is left out. */
export async function filesUnder(directory: string): Promise<{ file: string; content: Buffer }[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const file = path.join(entry.parentPath, entry.name);
        const content = await readFile(file).catch((error) => {
          if (error.code !== 'ENOENT') throw error;
          return undefined;
        });
        return content && { file: path.relative(directory, file), content };
      }),
  );
  return files.filter((file) => file !== undefined);
}

/** Returns the base64 characters that a value alone decides, for each alignment in which it may be encoded. */
function base64Forms(value: string): string[] {
  const bits = Buffer.byteLength(value) * 8;
  return [0, 8, 16].map((offset) => {
    const encoded = Buffer.from('\0'.repeat(offset / 8) + value).toString('base64');
    return encoded.slice(Math.ceil(offset / 6), Math.floor((offset + bits) / 6));
  });
}

/** A shorter run of digits is found in random hex or base64 by chance. */
const leastBytes = 10;

const isAlphanumeric = (byte: number | undefined) =>
  byte !== undefined && /[0-9A-Za-z]/.test(String.fromCharCode(byte));

interface Needle {
  readonly field: string;
  readonly form: Buffer;
}

/** Returns whether a form is at this place. A short one counts only where it is no part of a longer number or hash. */
function isAt(content: Buffer, at: number, { form }: Needle): boolean {
  const end = at + form.length;
  if (!content.subarray(at, end).equals(form)) return false;
  return form.length >= leastBytes || !(isAlphanumeric(content[at - 1]) || isAlphanumeric(content[end]));
}

/** How many bytes the needles of a group begin with: numbers of one kind are looked for at once. */
const groupedBy = 6;

/** The ways in which a value may lie somewhere: plain, escaped, percent-encoded, base64 and hex. */
function formsOf(value: string): string[] {
  const escaped = [...value].map((c) =>
    c < '\x80' ? c : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const hex = Buffer.from(value).toString('hex');
  return [
    ...new Set([
      value,
      escaped.join(''),
      encodeURIComponent(value),
      ...base64Forms(value),
      hex,
      hex.toUpperCase(),
    ]),
  ];
}

/** Looks for personal values. What it finds is named by place and field, never by value. */
export class LeakScanner {
  readonly #groups: ReadonlyMap<string, readonly Needle[]>;
  readonly findings = new Set<string>();
  /** How many texts and files were looked at. */
  scanned = 0;

  /** @param values by field. A value below 10 bytes must be ASCII, and is found in plain text only as a whole word. */
  constructor(values: Readonly<Record<string, string>>) {
    const needles = Object.entries(values).flatMap(([field, value]) =>
      formsOf(value).map((form) => ({ field, form: Buffer.from(form) })),
    );
    this.#groups = Map.groupBy(needles, ({ form }) => form.toString('latin1', 0, groupedBy));
  }

  scan(place: string, content: string | Buffer): void {
    const bytes = Buffer.isBuffer(content) ? content : Buffer.from(content);
    this.scanned += 1;
    for (const [start, needles] of this.#groups)
      for (let at = bytes.indexOf(start, 0, 'latin1'); at >= 0; at = bytes.indexOf(start, at + 1, 'latin1'))
        for (const needle of needles)
          if (isAt(bytes, at, needle)) this.findings.add(`${place}: ${needle.field}`);
  }

  /** The token's claims, and the execution's history. */
  async scanReport(stack: EmbeddedStack, token: string): Promise<void> {
    const claims = decodeJwt(token);
    this.scan('token', JSON.stringify(claims));
    this.scan('execution history', JSON.stringify(await stack.cloud.executions.history(String(claims.sub))));
  }

  /** Every table's items and indexes, and every file that the stack keeps: names and contents. */
  async scanStores(stack: EmbeddedStack): Promise<void> {
    this.scan('tables', await stack.tableItems());
    this.scan('indexes', await stack.indexItems());
    for (const { file, content } of await filesUnder(stack.dataDirectory)) {
      this.scan(`the name of ${file}`, file);
      this.scan(file, content);
    }
  }
}
