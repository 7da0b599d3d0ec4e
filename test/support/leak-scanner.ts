import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { decodeJwt } from 'jose';
import type { EmbeddedStack } from './embedded-stack.ts';

/** Every file under a folder, with its content. */
export async function filesUnder(directory: string): Promise<{ file: string; content: Buffer }[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const file = path.join(entry.parentPath, entry.name);
        return { file: path.relative(directory, file), content: await readFile(file) };
      }),
  );
}

/** The base64 that a text contains of a value, whatever stands before it: by each alignment, without its ends. */
function base64Forms(value: string): string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.from('\0'.repeat(offset) + value).toString('base64');
    return encoded.slice(offset === 0 ? 0 : 4, encoded.length - 4);
  });
}

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
  readonly #needles: { readonly field: string; readonly form: Buffer }[];
  readonly findings = new Set<string>();
  /** How many texts and files were looked at. */
  scanned = 0;

  /** @param values by field; each of 12 bytes at least, so that no form of it is found by chance. */
  constructor(values: Readonly<Record<string, string>>) {
    this.#needles = Object.entries(values).flatMap(([field, value]) =>
      formsOf(value).map((form) => ({ field, form: Buffer.from(form) })),
    );
  }

  scan(place: string, content: string | Buffer): void {
    const bytes = Buffer.isBuffer(content) ? content : Buffer.from(content);
    this.scanned += 1;
    for (const { field, form } of this.#needles)
      if (bytes.includes(form)) this.findings.add(`${place}: ${field}`);
  }

  /** The token's claims, and the execution's history. */
  async scanReport(stack: EmbeddedStack, token: string): Promise<void> {
    const claims = decodeJwt(token);
    this.scan('token', JSON.stringify(claims));
    this.scan('execution history', JSON.stringify(await stack.cloud.executions.history(String(claims.sub))));
  }

  /** Every table's items, and every file that the stack keeps: names and contents. */
  async scanStores(stack: EmbeddedStack): Promise<void> {
    this.scan('tables', await stack.tableItems());
    for (const { file, content } of await filesUnder(stack.dataDirectory)) {
      this.scan(`the name of ${file}`, file);
      this.scan(file, content);
    }
  }
}
